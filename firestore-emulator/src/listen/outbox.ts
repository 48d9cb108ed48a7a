import type { ListenResponse } from "./responses.ts";

interface Waiting {
  readonly bytes: number;
  readonly make: () => ListenResponse;
}

/** Responses in the order in which a client gets them. Each is made when its turn comes: what waits is small. */
export class Outbox {
  private waiting: Waiting[] = [];
  private next = 0;
  /** About how much the news that wait keep in memory. */
  private waitingBytes = 0;

  get bytes(): number {
    return this.waitingBytes;
  }

  get isEmpty(): boolean {
    return this.next === this.waiting.length;
  }

  /** @param bytes what the response keeps in memory until it is sent, beyond what is stored anyway */
  add(make: () => ListenResponse, bytes = 0): void {
    this.waiting.push({ make, bytes });
    this.waitingBytes += bytes;
  }

  /** Takes the next response out; undefined when there is none. */
  take(): ListenResponse | undefined {
    const first = this.waiting[this.next];
    if (first === undefined) return undefined;
    this.waiting[this.next++] = undefined as never;
    this.waitingBytes -= first.bytes;
    if (this.isEmpty) {
      this.waiting = [];
      this.next = 0;
    }
    return first.make();
  }
}
