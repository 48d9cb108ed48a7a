import type { Presence } from "@livechat/contract";
import type { Api } from "./api.ts";
import { type ChatError, toChatError } from "./chat-error.ts";
import type { Clock } from "./platform.ts";
import type { Stop } from "./value.ts";

const PAUSE_AFTER_FAILURE_MS = 5_000;

interface Outside {
  api: Api;
  clock: Clock;
  agentId: string;
  /** Names this console among the agent's. */
  consoleId: string;
  onResult(problem: ChatError | null): void;
}

/** Renews this console's lease, as often as the server asks for. One write each. */
export class Heartbeat {
  private next: Stop | null = null;
  private stopped = false;

  constructor(private readonly outside: Outside) {}

  async beat(): Promise<void> {
    const { clock, onResult } = this.outside;
    this.next?.();
    let pause = PAUSE_AFTER_FAILURE_MS;
    let problem: ChatError | null = null;
    try {
      const { nextHeartbeatSeconds } = await this.post({});
      pause = nextHeartbeatSeconds * 1000;
    } catch (error) {
      problem = toChatError(error);
    }
    // An answer that comes after the end says nothing about whoever is signed in now.
    if (this.stopped) return;
    this.next?.();
    this.next = clock.after(pause, () => void this.beat());
    onResult(problem);
  }

  /** Ends the lease of this console now. `api`: with the token of who leaves. */
  async leave(api: Api): Promise<void> {
    this.stop();
    await this.post({ leaving: true }, api);
  }

  stop(): void {
    this.stopped = true;
    this.next?.();
  }

  private post(more: { leaving?: boolean }, api = this.outside.api): Promise<Presence> {
    const { agentId, consoleId } = this.outside;
    return api.post<Presence>(`/v1/agents/${agentId}/heartbeat`, { consoleId, ...more });
  }
}
