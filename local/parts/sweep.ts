export interface Sweeper {
  /** Runs the sweep now; waits for a run under way first. */
  runNow(): Promise<void>;
  stop(): void;
}

/**
 * Does what the cloud's scheduler does: calls the scheduled function, `seconds` after the previous run ended.
 * The emulator serves a scheduled function at the address of its trigger, `<name>-0`.
 * `seconds: null`: only when asked.
 */
export function startSweeper(
  url: string,
  seconds: number | null,
  onError: (message: string) => void,
): Sweeper {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const sweep = async (): Promise<void> => {
    const response = await fetch(url, { method: "POST" });
    const body = await response.text();
    if (!response.ok) throw new Error(`The sweep answered ${response.status}: ${body.slice(0, 300)}`);
  };
  const runNow = (): Promise<void> => {
    running = running.catch(() => {}).then(sweep);
    return running;
  };
  const schedule = (): void => {
    if (stopped || seconds === null) return;
    timer = setTimeout(() => {
      runNow()
        .catch((error: unknown) => {
          if (!stopped) onError(String(error));
        })
        .finally(schedule);
    }, seconds * 1000);
  };
  schedule();
  return {
    runNow,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
