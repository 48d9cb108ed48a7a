import type { Agent, AgentStatus } from "@livechat/contract";
import type { Api } from "../connection/api.ts";
import type { ChatError } from "../platform/chat-error.ts";
import type { Platform } from "../platform/platform.ts";
import { ChosenStatus } from "./chosen-status.ts";
import { Heartbeat } from "./heartbeat.ts";
import { type ListedLookers, type Lookers, Looking } from "./looking.ts";

interface Deps {
  api: Api;
  platform: Platform;
  agentId: string;
  /** The agent as it is shown, and how to show another. */
  me(): Agent | null;
  showMe(me: Agent): void;
  /** Makes a call whose failure is shown; null when it failed. */
  attempt<T>(call: () => Promise<T>): Promise<T | null>;
  onBeat(problem: ChatError | null): void;
  /** Who else has the conversation open that is open here. */
  showLookers(lookers: Lookers): void;
  /** Who else has one of the conversations open that are listed here. */
  showListedLookers(lookers: ListedLookers): void;
  /** How long nobody may use a console before its session ends; null: any time. */
  onIdleLimit(seconds: number | null): void;
}

/** What the signed-in agent chooses to be, and this console's lease. */
export class Status {
  private readonly chosen = new ChosenStatus();
  private readonly heartbeat: Heartbeat;
  /** Which conversation is open here. */
  readonly looking: Looking;

  constructor(private readonly deps: Deps) {
    const { api, platform, agentId, onBeat, onIdleLimit } = deps;
    const consoleId = platform.newId();
    const { clock, visibility } = platform;
    const ask = () => void this.heartbeat.beat();
    const { showLookers: show, showListedLookers: showListed } = deps;
    this.looking = new Looking({ clock, ask, show, showListed });
    const told = { looking: this.looking, onResult: onBeat, onIdleLimit };
    this.heartbeat = new Heartbeat({ api, clock, visibility, agentId, consoleId, ...told });
  }

  /** Begins to renew the lease. */
  begin(): Promise<void> {
    return this.heartbeat.beat();
  }

  async set(status: AgentStatus): Promise<void> {
    const before = this.deps.me();
    if (!before) return;
    this.chosen.choose(status);
    this.deps.showMe({ ...before, status });
    const stored = await this.change({ status });
    this.chosen.settle(status, stored);
    const me = this.deps.me();
    if (stored) void this.heartbeat.beat();
    else if (me?.status === status) this.deps.showMe({ ...me, status: before.status });
  }

  async setAcceptingChats(acceptingChats: boolean): Promise<void> {
    await this.change({ acceptingChats });
  }

  /** The agent as it is to be shown: what was on its way before must not undo a choice. */
  applyTo(me: Agent): Agent {
    return this.chosen.applyTo(me);
  }

  /** Ends this console's lease. `api`: with the token of who leaves. */
  leave(api: Api): Promise<void> {
    this.looking.stop();
    return this.heartbeat.leave(api);
  }

  stop(): void {
    this.looking.stop();
    this.heartbeat.stop();
  }

  private change(changes: Partial<Agent>): Promise<Agent | null> {
    const { api, agentId, attempt } = this.deps;
    return attempt(() => api.patch<Agent>(`/v1/agents/${agentId}`, changes));
  }
}
