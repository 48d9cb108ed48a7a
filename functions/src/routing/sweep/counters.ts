import { AggregateField } from "firebase-admin/firestore";
import type { Context } from "../../platform/context.ts";
import { agents } from "../../store/agents.ts";
import { conversations } from "../../store/conversations.ts";
import { agentChange } from "../../team/agent-changes.ts";

const PAGE_AGENTS = 50;

/** Two sums that must agree: one index read per 1,000 entries, however many agents there are. */
async function sumsAgree(ctx: Context): Promise<boolean> {
  const [slots, active] = await Promise.all([
    agents
      .all(ctx.db)
      .aggregate({ taken: AggregateField.sum("activeChats") })
      .get(),
    conversations.all(ctx.db).where("status", "==", "active").count().get(),
  ]);
  return slots.data().taken === active.data().count;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && new Set([...a, ...b]).size === a.length;
}

/** Makes the agent's list agree with the conversations that name it as owner. @returns whether it did not. */
async function repairAgent(agentId: string, ctx: Context): Promise<boolean> {
  return ctx.db.runTransaction(async (tx) => {
    const agent = agents.parse(await tx.get(agents.ref(ctx.db, agentId)));
    const owned = conversations
      .all(ctx.db)
      .where("assignedAgentId", "==", agentId)
      .where("status", "==", "active");
    const ids = (await tx.get(owned)).docs.map(({ id }) => id);
    if (!agent || isSame(ids, agent.activeConversationIds)) return false;
    ctx.log.error("An agent's conversations had drifted.", {
      agentId,
      had: agent.activeConversationIds,
      ids,
    });
    const { fields } = agentChange(agent, { activeConversationIds: ids }, ctx.now());
    tx.update(agents.ref(ctx.db, agentId), fields);
    return true;
  });
}

/** Compares every agent with its conversations, but only when the sums disagree: they never should. */
export async function repairCounters(ctx: Context): Promise<number> {
  if (await sumsAgree(ctx)) return 0;
  let repaired = 0;
  let after = " ";
  for (;;) {
    const page = await agents.find(
      agents.all(ctx.db).orderBy("__name__").startAfter(after).limit(PAGE_AGENTS),
    );
    for (const { id } of page) if (await repairAgent(id, ctx)) repaired += 1;
    const last = page.at(-1);
    if (page.length < PAGE_AGENTS || !last) return repaired;
    after = last.id;
  }
}
