export type Stop = () => void;

/** Something that changes: read it now, or be told of every change. */
export interface Readable<T> {
  get(): T;
  /** Calls the listener after every change until stopped; not at once. */
  subscribe(listener: (value: T) => void): Stop;
}

/** A value that tells its listeners when it is set to another one. */
export class Value<T> implements Readable<T> {
  private readonly listeners = new Set<(value: T) => void>();

  constructor(private current: T) {}

  get(): T {
    return this.current;
  }

  set(next: T): void {
    if (Object.is(next, this.current)) return;
    this.current = next;
    for (const listener of [...this.listeners]) listener(next);
  }

  /** Sets the given keys and keeps the others. Nothing changes when all are what they were. */
  patch(changes: Partial<T>): void {
    const keys = Object.keys(changes) as (keyof T)[];
    if (keys.some((key) => !Object.is(changes[key], this.current[key])))
      this.set({ ...this.current, ...changes });
  }

  subscribe(listener: (value: T) => void): Stop {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** Things to stop together. */
export class Stops {
  private stops: Stop[] = [];

  add(...stops: Stop[]): void {
    this.stops.push(...stops);
  }

  all(): void {
    for (const stop of this.stops.splice(0)) stop();
  }
}
