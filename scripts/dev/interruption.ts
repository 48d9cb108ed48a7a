import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isRunning } from "./is-running.ts";

const run = promisify(execFile);
const WATCH_PAUSE_MS = 1000;

export interface Interruption {
  /** Aborted at the first interruption, with a sentence as reason. */
  signal: AbortSignal;
  /** What it was. */
  happened: Promise<string>;
}

/** Ctrl-C, a signal to end, or the end of the npm that started this process, which cannot pass a SIGKILL on. */
export function watchForInterruption(): Interruption {
  const controller = new AbortController();
  const happened = new Promise<string>((resolve) => {
    const interrupt = (why: string): void => {
      controller.abort(new Error(`Ended by ${why}.`));
      resolve(why);
    };
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => interrupt(name));
    if (process.env.npm_lifecycle_event !== undefined) void watchNpm(() => interrupt("the end of npm"));
  });
  return { signal: controller.signal, happened };
}

/** npm is the parent of the shell that is the parent of this process, or the parent itself where sh replaces itself. */
async function watchNpm(onEnd: () => void): Promise<void> {
  const shell = process.ppid;
  const npm = await parentOf(shell);
  const watch = setInterval(() => {
    if (process.ppid === shell && (npm === null || isRunning(npm))) return;
    clearInterval(watch);
    onEnd();
  }, WATCH_PAUSE_MS);
  watch.unref();
}

async function parentOf(pid: number): Promise<number | null> {
  const listed = await run("ps", ["-o", "ppid=", "-p", String(pid)]).catch(() => null);
  const parent = Number(listed?.stdout.trim());
  return Number.isInteger(parent) && parent > 1 ? parent : null;
}
