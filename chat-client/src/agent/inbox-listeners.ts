import type { Agent, Group } from "@livechat/contract";
import type { ChatError } from "../platform/chat-error.ts";
import { Disposables } from "../platform/disposables.ts";
import type { LiveConversation, LiveSource, Observer } from "../platform/live-database.ts";
import type { Inbox } from "./agent-state.ts";
import { GroupQueues } from "./group-queues.ts";

interface Deps {
  onNews(news: Partial<Inbox>): void;
  /** Whether what has been brought is as the server has it. */
  onCurrent(isCurrent: boolean): void;
  /** Everything has been brought once: nothing of it is refused. */
  onComplete(): void;
  onRefused(error: ChatError): void;
}

const ALL: readonly (keyof Inbox)[] = ["me", "agents", "groups", "mine"];

/** Everything that a signed-in agent watches: itself, the team, its own conversations and its groups' queues. */
export class InboxListeners {
  private readonly disposables = new Disposables();
  private readonly queues: GroupQueues;
  private readonly brought = new Set<string>();
  private me: Agent | null = null;
  private groups: Group[] = [];

  constructor(
    live: LiveSource,
    private readonly agentId: string,
    private readonly deps: Deps,
  ) {
    const { onRefused } = deps;
    const failed = (error: ChatError) => onRefused(error);
    const seen = <T>(next: (value: T) => void): Observer<T> => ({ next, failed });
    this.queues = new GroupQueues(live, { onChange: (waiting) => this.bring({ waiting }), onRefused });
    this.disposables.add(
      () => this.queues.stop(),
      live.watchAgents({ next: (agents, isCurrent) => this.onAgents(agents, isCurrent), failed }),
      live.watchGroups(seen((groups) => this.onGroups(groups))),
      live.watchOwnConversations(
        agentId,
        seen((mine) => this.bring({ mine: byActivity(mine) })),
      ),
    );
  }

  get isComplete(): boolean {
    return ALL.every((key) => this.brought.has(key));
  }

  stop(): void {
    this.disposables.dispose();
  }

  /** The agent itself is one of them: a listener of its own would be billed again for each change. */
  private onAgents(agents: Agent[], isCurrent: boolean): void {
    this.deps.onCurrent(isCurrent);
    const me = agents.find(({ id }) => id === this.agentId);
    if (!me) return;
    this.me = me;
    this.bring({ me, agents: byName(agents) });
    this.followQueues();
  }

  private onGroups(groups: Group[]): void {
    this.groups = byName(groups);
    this.bring({ groups: this.groups });
    this.followQueues();
  }

  private bring(news: Partial<Inbox>): void {
    for (const key of Object.keys(news)) this.brought.add(key);
    this.deps.onNews(news);
    if (this.isComplete) this.deps.onComplete();
  }

  /** The queues of the groups that this agent is in now; of all groups for supervisors and admins. */
  private followQueues(): void {
    const { me, groups } = this;
    if (me) this.queues.follow(me.role === "agent" ? me.groupIds : groups.map(({ id }) => id));
  }
}

function byName<T extends { name: string }>(items: T[]): T[] {
  return [...items].sort((a, b) => a.name.localeCompare(b.name));
}

function byActivity(conversations: LiveConversation[]): LiveConversation[] {
  const dated = conversations.map((conversation) => ({
    conversation,
    at: Date.parse(conversation.updatedAt),
  }));
  return dated.sort((a, b) => b.at - a.at).map(({ conversation }) => conversation);
}
