import { type ChildProcessByStdio, spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

export interface GuardedOptions {
  /** A program and its arguments. */
  command: readonly string[];
  cwd: string;
  environment?: Readonly<Record<string, string>>;
}

/** What runs under guard.mjs. Closing its standard input ends it and every process below it. */
export type Guarded = ChildProcessByStdio<Writable, Readable, Readable>;

/** Starts the command so that nothing of it stays when this process is gone, however it went. */
export function startGuarded({ command, cwd, environment }: GuardedOptions): Guarded {
  const guard = join(import.meta.dirname, "guard.mjs");
  const child = spawn(process.execPath, [guard, ...command], {
    cwd,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  child.stdin.on("error", () => {});
  return child;
}
