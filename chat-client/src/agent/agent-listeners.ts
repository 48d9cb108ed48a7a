import type { Agent, Group } from "@livechat/contract";
import type { ChatError } from "../platform/chat-error.ts";
import { Disposables } from "../platform/disposables.ts";
import type { LiveConversation, LiveDatabase, Observer } from "../platform/live-database.ts";
import { GroupQueues, type Waiting } from "./group-queues.ts";

/** What an agent's listeners bring. */
export interface AgentNews {
  me: Agent;
  agents: Agent[];
  groups: Group[];
  mine: LiveConversation[];
  waiting: Waiting;
}

interface Deps {
  onNews(news: Partial<AgentNews>): void;
  /** Whether what the listeners have is as the server has it. */
  onCurrent(isCurrent: boolean): void;
  /** Every listener of the client itself has brought something: the rules refuse none of them. */
  onComplete(): void;
  onRefused(error: ChatError): void;
}

const ALL: readonly (keyof AgentNews)[] = ["me", "agents", "groups", "mine"];

/** Everything that an agent's client listens to: itself, the team, its own conversations and its groups' queues. */
export class AgentListeners {
  private readonly disposables = new Disposables();
  private readonly queues: GroupQueues;
  private readonly brought = new Set<string>();
  private me: Agent | null = null;
  private groups: Group[] = [];

  constructor(
    db: LiveDatabase,
    agentId: string,
    private readonly deps: Deps,
  ) {
    const { onRefused } = deps;
    const bring = (news: Partial<AgentNews>) => this.bring(news);
    const failed = (error: ChatError) => onRefused(error);
    const seen = <T>(next: (value: T) => void): Observer<T> => ({ next, failed });
    this.queues = new GroupQueues(db, { onChange: (waiting) => bring({ waiting }), onRefused });
    this.disposables.add(
      () => this.queues.stop(),
      db.watchAgent(agentId, { next: (me, isCurrent) => this.onMe(me, isCurrent), failed }),
      db.watchAgents(seen((agents) => bring({ agents: byName(agents) }))),
      db.watchGroups(seen((groups) => this.onGroups(groups))),
      db.watchOwnConversations(
        agentId,
        seen((mine) => bring({ mine: byActivity(mine) })),
      ),
    );
  }

  stop(): void {
    this.disposables.dispose();
  }

  private onMe(me: Agent | null, isCurrent: boolean): void {
    this.deps.onCurrent(isCurrent);
    if (!me) return;
    this.me = me;
    this.bring({ me });
    this.followQueues();
  }

  private onGroups(groups: Group[]): void {
    this.groups = byName(groups);
    this.bring({ groups: this.groups });
    this.followQueues();
  }

  private bring(news: Partial<AgentNews>): void {
    this.deps.onNews(news);
    for (const key of Object.keys(news)) this.brought.add(key);
    if (ALL.every((key) => this.brought.has(key))) this.deps.onComplete();
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
  return [...conversations].sort((a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt));
}
