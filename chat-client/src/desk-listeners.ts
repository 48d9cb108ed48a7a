import type { Agent, Group } from "@livechat/contract";
import type { ChatError } from "./chat-error.ts";
import { GroupQueues, type Waiting } from "./group-queues.ts";
import type { LiveConversation, LiveDatabase, Observer } from "./live-database.ts";
import { Stops } from "./value.ts";

/** What an agent's listeners bring. */
export interface DeskNews {
  me: Agent;
  agents: Agent[];
  groups: Group[];
  mine: LiveConversation[];
  waiting: Waiting;
}

interface Outside {
  onNews(news: Partial<DeskNews>): void;
  /** Whether what the listeners have is as the server has it. */
  onCurrent(isCurrent: boolean): void;
  /** Every listener of the desk itself has brought something: the rules refuse none of them. */
  onComplete(): void;
  onRefused(error: ChatError): void;
}

const ALL: readonly (keyof DeskNews)[] = ["me", "agents", "groups", "mine"];

/** Everything that an agent's desk listens to: itself, the team, its own conversations and its groups' queues. */
export class DeskListeners {
  private readonly stops = new Stops();
  private readonly queues: GroupQueues;
  private readonly brought = new Set<string>();
  private me: Agent | null = null;
  private groups: Group[] = [];

  constructor(
    db: LiveDatabase,
    agentId: string,
    private readonly outside: Outside,
  ) {
    const { onRefused } = outside;
    const bring = (news: Partial<DeskNews>) => this.bring(news);
    const failed = (error: ChatError) => onRefused(error);
    const seen = <T>(next: (value: T) => void): Observer<T> => ({ next, failed });
    this.queues = new GroupQueues(db, { onChange: (waiting) => bring({ waiting }), onRefused });
    this.stops.add(
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
    this.stops.all();
  }

  private onMe(me: Agent | null, isCurrent: boolean): void {
    this.outside.onCurrent(isCurrent);
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

  private bring(news: Partial<DeskNews>): void {
    this.outside.onNews(news);
    for (const key of Object.keys(news)) this.brought.add(key);
    if (ALL.every((key) => this.brought.has(key))) this.outside.onComplete();
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
