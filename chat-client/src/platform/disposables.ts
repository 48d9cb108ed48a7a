/** Ends what a call has begun: a listener, a timer, a subscription. A second call does nothing. */
export type Dispose = () => void;

/** Things that end together. */
export class Disposables {
  private list: Dispose[] = [];

  add(...disposes: Dispose[]): void {
    this.list.push(...disposes);
  }

  dispose(): void {
    for (const dispose of this.list.splice(0)) dispose();
  }
}
