import { toChatError } from "../platform/chat-error.ts";
import { Disposables, type Dispose } from "../platform/disposables.ts";
import type { Platform } from "../platform/platform.ts";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Tries until it works: again after growing pauses, or as soon as the network is back.
 * Ends with what the task throws when trying again makes no sense, or when stopped.
 */
export class Attempts {
  private readonly disposables = new Disposables();
  private stopped = false;

  constructor(private readonly platform: Pick<Platform, "clock" | "network">) {}

  async until<T>(task: () => Promise<T>): Promise<T> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        return await task();
      } catch (thrown) {
        const error = toChatError(thrown);
        if (this.stopped || !error.isTemporary) throw error;
        await this.wait(error.retryAfterMs ?? pause);
        if (this.stopped) throw error;
      }
    }
  }

  stop(): void {
    this.stopped = true;
    this.disposables.dispose();
  }

  private wait(millis: number): Promise<void> {
    const { clock, network } = this.platform;
    return new Promise((resolve) => {
      const wake: Dispose = () => {
        stopTimer();
        stopNetwork();
        resolve();
      };
      const stopTimer = clock.after(millis, wake);
      const stopNetwork = network.onChange((online) => online && wake());
      this.disposables.add(wake);
    });
  }
}
