import type { Fixture } from "./fixture.ts";

/** What must be zero after any run. */
export interface Verdict {
  readonly assigned: number;
  /** Agents with more conversations than allowed. */
  readonly overLimit: number;
  /** Waiting beside free slots. */
  readonly lost: number;
  /** Conversations that changed hands more than once, and agents whose counter is not the number they own. */
  readonly doubled: number;
  /** Conversations assigned in a later commit than one that had come after them. */
  readonly outOfOrder: number;
}

/** A conversation has a waiting thread and one of its owner's. */
const THREADS_OF_ASSIGNED = 2;

function countOutOfOrder(queuedAt: readonly number[]): number {
  let latest = 0;
  let count = 0;
  for (const at of queuedAt) {
    if (at < latest) count += 1;
    latest = Math.max(latest, at);
  }
  return count;
}

export async function judge(fixture: Fixture): Promise<Verdict> {
  const [agents, conversations] = [await fixture.readAgents(), await fixture.readConversations()];
  const active = conversations.filter(({ status }) => status === "active");
  const waiting = conversations.filter(({ status }) => status === "pending");
  const free = agents
    .filter(({ routingPools }) => routingPools.length > 0)
    .reduce((sum, { freeSlots }) => sum + freeSlots, 0);
  const owned = new Map<string, number>();
  for (const { assignedAgentId: id } of active) if (id) owned.set(id, (owned.get(id) ?? 0) + 1);
  return {
    assigned: active.length,
    overLimit: agents.filter(({ activeChats, maxConcurrentChats }) => activeChats > maxConcurrentChats)
      .length,
    lost: Math.min(waiting.length, free),
    doubled:
      active.filter(({ threadCount }) => threadCount !== THREADS_OF_ASSIGNED).length +
      agents.filter(({ id, activeChats }) => activeChats !== (owned.get(id) ?? 0)).length,
    outOfOrder: countOutOfOrder(fixture.assignedInOrder),
  };
}
