import type { EventEmitter } from "node:events";

/** Resolves when the client has taken what was written, or has gone, which the event `gone` tells. */
export function drained(stream: EventEmitter, gone: string): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off("drain", done);
      stream.off(gone, done);
      resolve();
    };
    stream.on("drain", done);
    stream.on(gone, done);
  });
}
