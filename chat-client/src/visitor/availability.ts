import type { WidgetConfig } from "@livechat/contract";
import type { Api } from "../connection/api.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { Platform } from "../platform/platform.ts";

/** As long as caches may keep the answer. */
export const AVAILABILITY_EVERY_MS = 30_000;

interface Deps {
  api: Api;
  platform: Pick<Platform, "clock" | "visibility">;
  /** Of which group; undefined: the widget's. */
  groupId(): string | undefined;
  /** Whether it still matters: whoever has a conversation sees how that stands. */
  isAsked(): boolean;
  onAnswer(isAvailable: boolean | null): void;
}

/** Whether anyone could take a conversation now, renewed while it is shown. */
export class Availability {
  constructor(private readonly deps: Deps) {}

  async ask(): Promise<void> {
    const { api, groupId, isAsked, onAnswer } = this.deps;
    if (!isAsked()) return;
    const of = groupId();
    const query = of === undefined ? "" : `?groupId=${encodeURIComponent(of)}`;
    try {
      const { available } = await api.get<WidgetConfig>(`/v1/widget/config${query}`);
      onAnswer(available);
    } catch {
      // Only a courtesy: where it cannot be had, the visitor writes without it, and then sees what is wrong.
      onAnswer(null);
    }
  }

  /** Asks now, and again every while as long as the page is looked at. */
  watch(): Dispose {
    const { clock, visibility } = this.deps.platform;
    let stop: Dispose = () => {};
    const again = () => {
      if (visibility.isVisible()) void this.ask();
      stop = clock.after(AVAILABILITY_EVERY_MS, again);
    };
    again();
    return () => stop();
  }
}
