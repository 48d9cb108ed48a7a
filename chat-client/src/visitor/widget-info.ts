import type { WidgetConfig } from "@livechat/contract";
import type { WritableAtom } from "nanostores";
import type { Api } from "../connection/api.ts";
import { type ChatError, toChatError } from "../platform/chat-error.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { Platform } from "../platform/platform.ts";
import { patch } from "../platform/store.ts";
import type { VisitorSession } from "./visitor-session.ts";
import type { VisitorState } from "./visitor-state.ts";

/** As long as caches may keep the answer. */
export const CONFIG_EVERY_MS = 30_000;

interface Deps {
  api: Api;
  platform: Pick<Platform, "clock" | "visibility">;
  /** Whose group and language are asked for. */
  session: VisitorSession;
  /** Where it is shown. */
  value: WritableAtom<VisitorState>;
}

/** The widget's configuration with who is there, renewed while it is shown. */
export class WidgetInfo {
  constructor(private readonly deps: Deps) {}

  /** Asks now. null when there is no answer. */
  async ask(): Promise<WidgetConfig | null> {
    try {
      const config = await this.deps.api.get<WidgetConfig>(`/v1/widget/config${this.query}`);
      this.show(config);
      return config;
    } catch (thrown) {
      const error = toChatError(thrown);
      if (!error.isTemporary && this.mayAskOtherwise(error)) return this.ask();
      // Where it cannot be had just now, the visitor writes without it, and then sees what is wrong.
      this.show(null);
      return null;
    }
  }

  /** Asks now, and again every while as long as the page is looked at, until the disposal. */
  watch(): Dispose {
    const { clock, visibility } = this.deps.platform;
    let stop: Dispose = () => {};
    const later = () => {
      stop = clock.after(CONFIG_EVERY_MS, () => {
        if (visibility.isVisible() && this.isRenewed) void this.ask();
        later();
      });
    };
    void this.ask();
    later();
    return () => stop();
  }

  /** The configuration as somebody else has it. null: it cannot be had, and nobody knows who is there. */
  show(config: WidgetConfig | null): void {
    const { value } = this.deps;
    if (config === null) patch(value, { isAvailable: null });
    else patch(value, { config, isAvailable: config.available, files: config.files ?? null });
  }

  /** Whoever talks to somebody needs no news of who is there. */
  private get isRenewed(): boolean {
    return this.deps.value.get().phase !== "active";
  }

  private get query(): string {
    const { facts, widget } = this.deps.session;
    const { visitor, groupId } = facts.current;
    const asked = { widget: widget.widgetId, locale: visitor?.locale, groupId };
    const given = Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
  }

  /** A group that is not there is left out; another refusal is the page's fault, and shown. */
  private mayAskOtherwise(error: ChatError): boolean {
    if (this.deps.session.facts.leaveOut(error)) return true;
    patch(this.deps.value, { error });
    return false;
  }
}
