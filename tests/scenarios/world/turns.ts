import type { AgentPriority } from "@livechat/contract";
import type { History } from "./history.ts";
import type { AgentNow, ConversationNow } from "./shapes.ts";

const PRIORITY_ORDER: AgentPriority[] = ["first", "normal", "last"];

/** What the strategies compare, as of one decision. */
interface Standing {
  readonly agent: AgentNow;
  readonly rank: number;
  /** Its place among the assignments of this very commit; -1: it got none. */
  readonly planned: number;
}

/**
 * Follows the decisions of one commit one after the other, in the order of the queue, and reports each that the
 * group's strategy would have made otherwise.
 */
export class Turns {
  private readonly agents: Map<string, AgentNow>;
  private readonly planned = new Map<string, number>();

  constructor(
    private readonly history: History,
    private readonly before: { agents: Map<string, AgentNow>; conversations: Map<string, ConversationNow> },
  ) {
    this.agents = new Map(before.agents);
  }

  check(automatic: readonly ConversationNow[]): void {
    const inOrder = automatic.toSorted(
      (a, b) => this.queuedAt(a) - this.queuedAt(b) || (a.id < b.id ? -1 : 1),
    );
    for (const [order, conversation] of inOrder.entries()) {
      this.checkOne(conversation);
      this.assign(conversation.assignedAgentId ?? "", order);
    }
  }

  private queuedAt({ id }: ConversationNow): number {
    return this.before.conversations.get(id)?.queue?.queuedAt ?? 0;
  }

  private assign(agentId: string, order: number): void {
    const agent = this.agents.get(agentId);
    if (!agent) return;
    const changed = { activeChats: agent.activeChats + 1, freeSlots: agent.freeSlots - 1 };
    this.agents.set(agentId, { ...agent, ...changed });
    this.planned.set(agentId, order);
  }

  private checkOne(conversation: ConversationNow): void {
    const { groupId, assignedAgentId } = conversation;
    const winner = this.agents.get(assignedAgentId ?? "");
    if (!winner) return;
    const able = [...this.agents.values()].filter(
      (agent) => this.history.refusal(agent, conversation) === null,
    );
    const strategy = this.history.groups.get(groupId)?.routingStrategy;
    const own = this.before.conversations.get(conversation.id)?.lastAgentId ?? null;
    if (strategy === "sticky" && able.some(({ id }) => id === own)) {
      if (winner.id !== own)
        this.history.report(`${conversation.id} belonged to ${own}, not to ${winner.id}`);
      return;
    }
    const best = able
      .map((agent) => this.standing(agent, groupId))
      .toSorted((a, b) => compare(a, b, strategy === "round_robin"))[0]?.agent;
    if (best && best.id !== winner.id)
      this.history.report(
        `${conversation.id}: it was the turn of ${best.id}, not of ${winner.id} (${strategy})`,
      );
  }

  private standing(agent: AgentNow, groupId: string): Standing {
    const rank = PRIORITY_ORDER.indexOf(agent.priorities[groupId] ?? "normal");
    return { agent, rank, planned: this.planned.get(agent.id) ?? -1 };
  }
}

function compare(a: Standing, b: Standing, byTurnOnly: boolean): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (!byTurnOnly && a.agent.freeSlots !== b.agent.freeSlots) return b.agent.freeSlots - a.agent.freeSlots;
  if (a.planned !== b.planned) return a.planned - b.planned;
  const [atA, atB] = [a.agent.lastAssignedAt ?? -1, b.agent.lastAssignedAt ?? -1];
  if (atA !== atB) return atA - atB;
  if (a.agent.lastAssignedOrder !== b.agent.lastAssignedOrder)
    return a.agent.lastAssignedOrder - b.agent.lastAssignedOrder;
  return a.agent.id < b.agent.id ? -1 : 1;
}
