import { isOpen } from "../availability/business-hours.ts";
import { asItIs, scheduleOf } from "../availability/group-hours.ts";
import type { Context } from "../platform/context.ts";
import { refreshBoardLater, showsNobody } from "../queue/summary.ts";
import { drainQueue } from "../routing/drain-queue.ts";
import { handOnConversationsOf, moveWaitingConversations } from "../routing/hand-on.ts";
import { someoneIsFree } from "../routing/read-candidates.ts";
import { agents } from "../store/agents.ts";
import { conversations, waitingQuery } from "../store/conversations.ts";
import { groups, type StoredGroup } from "../store/groups.ts";
import { queueBoards } from "../store/queue-boards.ts";
import type { Mishaps } from "./mishaps.ts";

const PAGE_DOCUMENTS = 50;
/** A conversation may wait this long beside a free agent before its task counts as lost. */
const TASK_GRACE_SECONDS = 5;
/** At an opening, conversations may wait this long before the opening's task counts as lost. */
const OPENING_GRACE_SECONDS = 120;

/** `opening`: the group has just opened, and its own task may be on its way. */
type Hours = "closed" | "opening" | "open";

async function hoursNow(group: StoredGroup, ctx: Context): Promise<Hours> {
  const schedule = await scheduleOf(group, asItIs, ctx);
  if (schedule === null) return "open";
  if (!isOpen(schedule, ctx.now())) return "closed";
  const before = new Date(ctx.now().getTime() - OPENING_GRACE_SECONDS * 1000);
  return isOpen(schedule, before) ? "open" : "opening";
}

async function waitsTooLong(groupId: string, ctx: Context): Promise<boolean> {
  const [head] = await conversations.find(waitingQuery(ctx.db, groupId).limit(1));
  if (!head?.queue) return false;
  return ctx.now().getTime() - Date.parse(head.queue.queuedAt) > TASK_GRACE_SECONDS * 1000;
}

async function attend(group: StoredGroup, ctx: Context): Promise<number> {
  if (!(await waitsTooLong(group.id, ctx))) return 0;
  if (group.isDeleted) {
    const moved = await moveWaitingConversations(group.id, group.id, ctx);
    if (moved > 0) ctx.log.error("A deleted group's conversations were left.", { groupId: group.id, moved });
    return moved;
  }
  if (await showsNobody(group.id, ctx)) await refreshBoardLater(group.id, ctx);
  const hours = await hoursNow(group, ctx);
  if (hours === "closed" || !(await someoneIsFree(group.id, ctx))) return 0;
  const { assigned } = await drainQueue(group.id, "sweep", ctx);
  if (assigned > 0 && hours === "open")
    ctx.log.error("A task was lost: an assignment.", { groupId: group.id, assigned });
  return assigned;
}

/** All groups, page by page: there are few. */
async function attendGroups(ctx: Context, mishaps: Mishaps): Promise<number> {
  let done = 0;
  let after = "";
  for (;;) {
    const query = groups
      .all(ctx.db)
      .orderBy("__name__")
      .startAfter(after || " ")
      .limit(PAGE_DOCUMENTS);
    const page = await groups.find(query);
    for (const group of page) done += await mishaps.during(() => attend(group, ctx));
    const last = page.at(-1);
    if (page.length < PAGE_DOCUMENTS || !last) return done;
    after = last.id;
  }
}

/** Conversations of deleted agents, left when the process that deleted the agent died after its commit. */
async function handOnLeft(ctx: Context): Promise<number> {
  const left = agents.all(ctx.db).where("isDeleted", "==", true).where("activeChats", ">", 0);
  let done = 0;
  for (const { id: agentId } of await agents.find(left.limit(PAGE_DOCUMENTS))) {
    const handedOn = await handOnConversationsOf(agentId, ctx);
    if (handedOn > 0) ctx.log.error("A deleted agent's conversations were left.", { agentId, handedOn });
    done += handedOn;
  }
  return done;
}

/** Boards that still show somebody waiting are written again, in case their last change was lost. */
async function refreshBoards(ctx: Context): Promise<void> {
  const shown = queueBoards.all(ctx.db).where("waiting", ">", 0).limit(PAGE_DOCUMENTS);
  for (const { groupId } of await queueBoards.find(shown)) await refreshBoardLater(groupId, ctx);
}

/** Assigns what waits beside a free agent, and finishes deletions that were left half done. */
export async function drainForgotten(ctx: Context, mishaps: Mishaps): Promise<number> {
  const handedOn = await mishaps.during(() => handOnLeft(ctx));
  const waiting = conversations.all(ctx.db).where("status", "==", "pending").limit(1);
  const nobodyWaits = (await waiting.get()).empty;
  const attended = nobodyWaits ? 0 : await attendGroups(ctx, mishaps);
  await refreshBoards(ctx);
  return handedOn + attended;
}
