import type { Event } from "@livechat/contract";
import type { WritableAtom } from "nanostores";
import type { ClientShell } from "../connection/client-shell.ts";
import type { ChatError } from "../platform/chat-error.ts";
import type { Platform } from "../platform/platform.ts";
import { patch } from "../platform/store.ts";
import type { AgentState, Inbox } from "./agent-state.ts";
import { Conversations } from "./conversations.ts";
import { InboxListeners } from "./inbox-listeners.ts";
import { Status } from "./status.ts";

export interface SignedInDeps {
  shell: ClientShell;
  platform: Platform;
  /** Keeps apart what several consoles on one origin store. */
  name: string;
  state: WritableAtom<AgentState>;
  /** Makes a call whose failure is shown; null when it failed. */
  attempt<T>(call: () => Promise<T>): Promise<T | null>;
  onArrival(event: Event): void;
  /** A call went wrong in a way that may pass; null: one went well. */
  onCall(problem: ChatError | null): void;
  onSignedOut(error: ChatError): Promise<void>;
  /** How long nobody may use a console before its session ends; null: any time. */
  onIdleLimit(seconds: number | null): void;
}

/** What there is while an agent is signed in: status and lease, the inbox, the conversations that are open. */
export class SignedIn {
  readonly status: Status;
  readonly conversations: Conversations;
  private inbox: InboxListeners | null = null;
  private isStopped = false;

  constructor(
    readonly agentId: string,
    private readonly deps: SignedInDeps,
  ) {
    const { shell, platform, name, state, attempt, onArrival, onCall, onSignedOut, onIdleLimit } = deps;
    this.status = new Status({
      api: shell.api,
      platform,
      agentId,
      me: () => state.get().me,
      showMe: (me) => patch(state, { me }),
      attempt,
      onBeat: (problem) => (problem?.isSignedOut ? void onSignedOut(problem) : onCall(problem)),
      showLookers: (lookers) => patch(state, { lookers }),
      showListedLookers: (listedLookers) => patch(state, { listedLookers }),
      onIdleLimit,
    });
    this.conversations = new Conversations({
      shell,
      platform,
      agentId,
      name,
      state,
      isInboxComplete: () => this.inbox?.isComplete ?? false,
      onArrival,
      onProblem: onCall,
      onError: (error) => patch(state, { error }),
      onSignedOut,
    });
  }

  /** Listens to the inbox, anew if it did before. */
  watchInbox(): void {
    const { shell } = this.deps;
    this.inbox?.stop();
    this.inbox = new InboxListeners(shell.live, this.agentId, {
      onNews: (news) => this.show(news),
      onComplete: () => shell.noRefusal(),
      onCurrent: (isCurrent) => shell.connection.listening(isCurrent),
      onRefused: (error) => this.onRefused(error),
    });
  }

  stop(): void {
    this.isStopped = true;
    this.inbox?.stop();
    this.conversations.stop();
    this.status.stop();
  }

  private show({ me, ...news }: Partial<Inbox>): void {
    const { state } = this.deps;
    if (me) patch(state, { ...news, phase: "ready", me: this.status.applyTo(me) });
    else patch(state, news);
  }

  /** Part of the inbox was refused: the API says whether the agent is still one. */
  private onRefused(error: ChatError): void {
    const { shell, state } = this.deps;
    if (!shell.mayRecover(error) || this.isStopped) {
      patch(state, { error });
      return;
    }
    this.watchInbox();
    void shell.listen(null);
  }
}
