import { createHash } from "node:crypto";
import { AggregateField, type Query } from "firebase-admin/firestore";
import { agentChange } from "../agent/agent-changes.ts";
import { withDerived } from "../agent/with-derived.ts";
import type { Context } from "../platform/context.ts";
import { enqueueDrainOfAgentLater } from "../queue/enqueue.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { conversations } from "../store/conversations.ts";

const PAGE_AGENTS = 50;
/** Agents looked at when the sums agree: two reads each. */
const SAMPLE_AGENTS = 3;
const MINUTE_MILLIS = 60_000;
/** In front of every id, and what ids begin with. */
const FIRST_ID = " ";
const PLACES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

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

/** Whether what is derived from the agent's own fields agrees with them. */
function agreesWithItself(agent: StoredAgent): boolean {
  const { activeChats, freeSlots, routingPools } = withDerived(agent);
  const isRight = activeChats === agent.activeChats && freeSlots === agent.freeSlots;
  return isRight && isSame(routingPools, agent.routingPools);
}

function ownedBy(agentId: string, ctx: Context): Query {
  return conversations.all(ctx.db).where("assignedAgentId", "==", agentId).where("status", "==", "active");
}

/** Makes the agent's counters agree with the conversations that name it as owner. @returns whether they did not. */
async function repairAgent(agentId: string, ctx: Context): Promise<boolean> {
  const repaired = await ctx.db.runTransaction(async (tx) => {
    const agent = agents.parse(await tx.get(agents.ref(ctx.db, agentId)));
    const ids = (await tx.get(ownedBy(agentId, ctx))).docs.map(({ id }) => id);
    if (!agent || (isSame(ids, agent.activeConversationIds) && agreesWithItself(agent))) return null;
    const { agent: after, fields } = agentChange(agent, { activeConversationIds: ids }, ctx.now());
    tx.update(agents.ref(ctx.db, agentId), fields);
    return { before: agent, after };
  });
  if (!repaired) return false;
  const { before, after } = repaired;
  const seen = ({ activeConversationIds, activeChats, freeSlots, routingPools }: StoredAgent) => {
    return { activeConversationIds, activeChats, freeSlots, routingPools };
  };
  ctx.log.error("An agent's counters had drifted.", { agentId, had: seen(before), has: seen(after) });
  if (after.routingPools.length > 0) await enqueueDrainOfAgentLater(agentId, ctx);
  return true;
}

/** All agents, page by page. */
async function repairAll(ctx: Context): Promise<number> {
  let repaired = 0;
  let after = FIRST_ID;
  for (;;) {
    const page = await pageFrom(after, PAGE_AGENTS, ctx);
    for (const { id } of page) if (await repairAgent(id, ctx)) repaired += 1;
    const last = page.at(-1);
    if (page.length < PAGE_AGENTS || !last) return repaired;
    after = last.id;
  }
}

function pageFrom(after: string, count: number, ctx: Context): Promise<StoredAgent[]> {
  return agents.find(agents.all(ctx.db).orderBy("__name__").startAfter(after).limit(count));
}

/** Another few agents every minute, by a place among the ids that the time decides, around the end to the beginning. */
async function sampleOf(ctx: Context): Promise<StoredAgent[]> {
  const minute = Math.floor(ctx.now().getTime() / MINUTE_MILLIS);
  const start = createHash("sha256").update(String(minute)).digest("hex");
  const place = PLACES.charAt(Number.parseInt(start.slice(0, 8), 16) % PLACES.length) + start;
  const page = await pageFrom(place, SAMPLE_AGENTS, ctx);
  if (page.length === SAMPLE_AGENTS) return page;
  const first = await pageFrom(FIRST_ID, SAMPLE_AGENTS - page.length, ctx);
  const known = new Set(page.map(({ id }) => id));
  return [...page, ...first.filter(({ id }) => !known.has(id))];
}

async function hasDrifted(agent: StoredAgent, ctx: Context): Promise<boolean> {
  if (!agreesWithItself(agent)) return true;
  const owned = await ownedBy(agent.id, ctx).count().get();
  return owned.data().count !== agent.activeChats;
}

/** What no sum shows: drifts that cancel each other out, and fields that are not summed. */
async function repairSample(ctx: Context): Promise<number> {
  let repaired = 0;
  for (const agent of await sampleOf(ctx)) {
    if ((await hasDrifted(agent, ctx)) && (await repairAgent(agent.id, ctx))) repaired += 1;
  }
  return repaired;
}

/** Compares every agent with its conversations when the sums disagree, which they never should, and a few in any case. */
export async function repairCounters(ctx: Context): Promise<number> {
  return (await sumsAgree(ctx)) ? repairSample(ctx) : repairAll(ctx);
}
