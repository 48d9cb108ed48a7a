import type { Presence } from "@livechat/contract";
import type { Api } from "../connection/api.ts";
import { type ChatError, toChatError } from "../platform/chat-error.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { Clock, Visibility } from "../platform/platform.ts";
import type { Looking, Said } from "./looking.ts";

const PAUSE_AFTER_FAILURE_MS = 5_000;

interface Deps {
  api: Api;
  clock: Clock;
  agentId: string;
  /** Names this console among the agent's. */
  consoleId: string;
  visibility: Visibility;
  /** What is open on this console, and who else has it open. */
  looking: Pick<Looking, "said" | "hear">;
  onResult(problem: ChatError | null): void;
  /** How long nobody may use a console before its session ends; null: any time. */
  onIdleLimit(seconds: number | null): void;
}

/** Renews this console's lease, as often as the server asks for. One write each. */
export class Heartbeat {
  private next: Dispose | null = null;
  private stopped = false;
  private readonly stopWatching: Dispose;

  constructor(private readonly deps: Deps) {
    // Whether anybody sees this console decides whether news is pushed: told at once.
    this.stopWatching = deps.visibility.onChange(() => {
      if (this.next) void this.beat();
    });
  }

  async beat(): Promise<void> {
    const { clock, visibility, looking, onResult, onIdleLimit } = this.deps;
    this.next?.();
    let pause = PAUSE_AFTER_FAILURE_MS;
    let problem: ChatError | null = null;
    let limit: number | null | undefined;
    // Nobody looks at what is open on a page that nobody sees.
    const said: Said = visibility.isVisible() ? looking.said() : {};
    try {
      const { nextHeartbeatSeconds, idleEndSeconds, ...told } = await this.post(said);
      if (!this.stopped) looking.hear(said.conversationId, told);
      pause = nextHeartbeatSeconds * 1000;
      limit = idleEndSeconds;
    } catch (error) {
      problem = toChatError(error);
    }
    // An answer that comes after the end says nothing about whoever is signed in now.
    if (this.stopped) return;
    this.next?.();
    this.next = clock.after(pause, () => void this.beat());
    onResult(problem);
    if (limit !== undefined) onIdleLimit(limit);
  }

  /** Ends the lease of this console now. `api`: with the token of who leaves. */
  async leave(api: Api): Promise<void> {
    this.stop();
    await this.post({ leaving: true }, api);
  }

  stop(): void {
    this.stopped = true;
    this.stopWatching();
    this.next?.();
  }

  private post(more: { leaving?: boolean } & Said, api = this.deps.api): Promise<Presence> {
    const { agentId, consoleId, visibility } = this.deps;
    const hidden = visibility.isVisible() ? {} : { visible: false };
    return api.post<Presence>(`/v1/agents/${agentId}/heartbeat`, { consoleId, ...hidden, ...more });
  }
}
