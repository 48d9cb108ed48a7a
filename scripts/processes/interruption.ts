import { npmIsGone } from "./npm.mjs";

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
    watchNpm(() => interrupt("the end of npm"));
  });
  return { signal: controller.signal, happened };
}

function watchNpm(onEnd: () => void): void {
  const watch = setInterval(() => {
    if (!npmIsGone()) return;
    clearInterval(watch);
    onEnd();
  }, WATCH_PAUSE_MS);
  watch.unref();
}
