import type { Query } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { expireLease } from "../presence/expire-lease.ts";
import { handOffOverdue } from "../reassign/hand-off.ts";
import { reassignDisconnected } from "../reassign/reassign-disconnected.ts";
import { wakeDue } from "../routing/wake.ts";
import { conversations } from "../store/conversations.ts";
import { presences } from "../store/presence.ts";
import { meetConversationDeadline } from "./check-deadline.ts";
import type { SweepErrors } from "./errors.ts";

const PAGE_DOCUMENTS = 50;
/** A deadline may be met this much later by its own task before the sweep calls the task lost. */
const LATE_SECONDS = 120;

interface Due<T> {
  /** Documents whose deadline has passed, the longest ago first. */
  readonly query: Query;
  readonly parse: (query: Query) => Promise<T[]>;
  readonly dueAt: (item: T) => string | null;
  readonly meet: (item: T) => Promise<unknown>;
  readonly what: string;
}

/** Meets what is due, in pages, until a page is not full. What met its deadline leaves the query. */
async function meetAll<T extends object>(due: Due<T>, ctx: Context): Promise<number> {
  const lateAt = new Date(ctx.now().getTime() - LATE_SECONDS * 1000).toISOString();
  let met = 0;
  for (;;) {
    const page = await due.parse(due.query.limit(PAGE_DOCUMENTS));
    let progress = 0;
    for (const item of page) {
      const at = due.dueAt(item);
      if (at !== null && at < lateAt) ctx.log.error(`A task was lost: ${due.what}.`, { item });
      if (await due.meet(item)) progress += 1;
    }
    met += progress;
    if (page.length < PAGE_DOCUMENTS || progress === 0) return met;
  }
}

/** Meets every deadline that is due. In the cloud their tasks have usually been here; in the emulator they come early. */
export async function meetDeadlines(ctx: Context, errors: SweepErrors): Promise<number> {
  const now = ctx.now();
  const presence = presences.all(ctx.db);
  const meet = <T extends object>(due: Due<T>) => errors.during(() => meetAll(due, ctx));
  const expired = await meet({
    what: "the end of a lease",
    query: presence.where("lapsed", "==", false).where("expiresAt", "<=", now).orderBy("expiresAt"),
    parse: presences.find,
    dueAt: ({ expiresAt }) => expiresAt,
    meet: async ({ agentId }) => (await expireLease(agentId, ctx)) === "expired",
  });
  const disconnected = await meet({
    what: "the reassignment of a disconnected agent's conversations",
    query: presence.where("reassignAt", "<=", now).orderBy("reassignAt"),
    parse: presences.find,
    dueAt: ({ reassignAt }) => reassignAt,
    meet: async ({ agentId }) => (await reassignDisconnected(agentId, ctx)) === null,
  });
  return expired + disconnected + (await meetConversationDeadlines(ctx, errors));
}

async function meetConversationDeadlines(ctx: Context, errors: SweepErrors): Promise<number> {
  const now = ctx.now();
  const meet = <T extends object>(due: Due<T>) => errors.during(() => meetAll(due, ctx));
  const all = conversations.all(ctx.db);
  const unanswered = await meet({
    what: "an answer deadline",
    query: all.where("answerDueAt", "<=", now).orderBy("answerDueAt"),
    parse: conversations.find,
    dueAt: ({ answerDueAt }) => answerDueAt,
    meet: (conversation) => meetConversationDeadline({ kind: "answer", conversation }, ctx),
  });
  const inactive = await meet({
    what: "a visitor's inactivity",
    query: all.where("inactivityDueAt", "<=", now).orderBy("inactivityDueAt"),
    parse: conversations.find,
    dueAt: ({ inactivityDueAt }) => inactivityDueAt,
    meet: (conversation) => meetConversationDeadline({ kind: "inactivity", conversation }, ctx),
  });
  const snoozed = await meet({
    what: "the end of a snooze",
    query: all.where("snoozedUntil", "<=", now).orderBy("snoozedUntil"),
    parse: conversations.find,
    dueAt: ({ snoozedUntil }) => snoozedUntil,
    meet: ({ id }) => wakeDue(id, ctx),
  });
  const bots = await meet({
    what: "a bot's answer",
    query: all.where("botDueAt", "<=", now).orderBy("botDueAt"),
    parse: conversations.find,
    dueAt: ({ botDueAt }) => botDueAt,
    meet: ({ id }) => handOffOverdue(id, ctx),
  });
  return unanswered + inactive + snoozed + bots;
}
