import { isOpen } from "../availability/business-hours.ts";
import { outsideTransaction, scheduleOf } from "../availability/group-hours.ts";
import type { Context } from "../platform/context.ts";
import { refreshSummaryLater, showsEmptyQueue } from "../queue/summary.ts";
import { moveQueue } from "../reassign/move-queue.ts";
import { reassignDeletedAgent } from "../reassign/reassign-deleted-agent.ts";
import { isAnyAgentFree } from "../routing/candidates.ts";
import { drain } from "../routing/drain.ts";
import { agents } from "../store/agents.ts";
import { conversations, waitingQuery } from "../store/conversations.ts";
import { groups, type StoredGroup } from "../store/groups.ts";
import { queueSummaries } from "../store/queue-summaries.ts";
import type { SweepErrors } from "./errors.ts";
import { tellLongWaits } from "./tell-long-waits.ts";

const PAGE_DOCUMENTS = 50;
/** A conversation may wait this long beside a free agent before its task counts as lost. */
const TASK_GRACE_SECONDS = 5;
/** At an opening, conversations may wait this long before the opening's task counts as lost. */
const OPENING_GRACE_SECONDS = 120;

/** `opening`: the group has just opened, and its own task may be on its way. */
type Hours = "closed" | "opening" | "open";

async function hoursNow(group: StoredGroup, ctx: Context): Promise<Hours> {
  const schedule = await scheduleOf(group, outsideTransaction, ctx);
  if (schedule === null) return "open";
  if (!isOpen(schedule, ctx.now())) return "closed";
  const before = new Date(ctx.now().getTime() - OPENING_GRACE_SECONDS * 1000);
  return isOpen(schedule, before) ? "open" : "opening";
}

async function waitsTooLong(groupId: string, ctx: Context): Promise<boolean> {
  const [first] = await conversations.find(waitingQuery(ctx.db, groupId).limit(1));
  if (!first?.queue) return false;
  return ctx.now().getTime() - Date.parse(first.queue.queuedAt) > TASK_GRACE_SECONDS * 1000;
}

async function repairQueue(group: StoredGroup, ctx: Context): Promise<number> {
  if (!(await waitsTooLong(group.id, ctx))) return 0;
  if (group.isDeleted) {
    const moved = await moveQueue(group.id, group.id, ctx);
    if (moved > 0) ctx.log.error("A deleted group's queue was left.", { groupId: group.id, moved });
    return moved;
  }
  if (await showsEmptyQueue(group.id, ctx)) await refreshSummaryLater(group.id, ctx);
  const hours = await hoursNow(group, ctx);
  if (hours === "closed" || !(await isAnyAgentFree(group.id, ctx))) return 0;
  const { assigned } = await drain(group.id, "sweep", ctx);
  if (assigned > 0 && hours === "open")
    ctx.log.error("A task was lost: an assignment.", { groupId: group.id, assigned });
  return assigned;
}

/** All groups, page by page: there are few. */
async function repairQueues(ctx: Context, errors: SweepErrors): Promise<number> {
  let repaired = 0;
  let after = " ";
  for (;;) {
    const query = groups.all(ctx.db).orderBy("__name__").startAfter(after).limit(PAGE_DOCUMENTS);
    const page = await groups.find(query);
    for (const group of page) repaired += await errors.during(() => repairQueue(group, ctx));
    const last = page.at(-1);
    if (page.length < PAGE_DOCUMENTS || !last) return repaired;
    after = last.id;
  }
}

/** Conversations of deleted agents, left when the process that deleted the agent died after its commit. */
async function repairDeletions(ctx: Context): Promise<number> {
  const left = agents.all(ctx.db).where("isDeleted", "==", true).where("activeChats", ">", 0);
  let repaired = 0;
  for (const { id: agentId } of await agents.find(left.limit(PAGE_DOCUMENTS))) {
    const reassigned = await reassignDeletedAgent(agentId, ctx);
    if (reassigned > 0) ctx.log.error("A deleted agent's conversations were left.", { agentId, reassigned });
    repaired += reassigned;
  }
  return repaired;
}

/** Summaries that show a queue are written again, in case their last change was lost. Who waits for long is told. */
async function refreshSummaries(ctx: Context, errors: SweepErrors): Promise<void> {
  const shown = queueSummaries.all(ctx.db).where("waiting", ">", 0).limit(PAGE_DOCUMENTS);
  for (const summary of await queueSummaries.find(shown)) {
    await refreshSummaryLater(summary.groupId, ctx);
    await errors.during(() => tellLongWaits(summary, ctx));
  }
}

/** Assigns what waits beside a free agent, and finishes deletions that were left half done. */
export async function repairStuck(ctx: Context, errors: SweepErrors): Promise<number> {
  const reassigned = await errors.during(() => repairDeletions(ctx));
  const waiting = conversations.all(ctx.db).where("status", "==", "pending").limit(1);
  const isEmpty = (await waiting.get()).empty;
  const assigned = isEmpty ? 0 : await repairQueues(ctx, errors);
  await refreshSummaries(ctx, errors);
  return reassigned + assigned;
}
