import { closeIn } from "../conversation/close.ts";
import { isSilent } from "../conversation/first-words.ts";
import type { Context } from "../platform/context.ts";
import { conversations } from "../store/conversations.ts";
import { transact } from "../store/transact.ts";

/** A visitor may open the chat, be called away and write much later. */
const KEPT_HOURS = 24;
const HOUR_MILLIS = 3_600_000;
const PAGE_CONVERSATIONS = 50;
/** The sweep comes every minute; this is looked at in one of ten. */
const EVERY_MINUTES = 10;

/** What is rare and may wait is looked at in one sweep of ten. */
export function isTimeToLook(ctx: Context): boolean {
  return ctx.now().getUTCMinutes() % EVERY_MINUTES === EVERY_MINUTES - 1;
}

function clear(id: string, ctx: Context): Promise<void> {
  return transact(ctx, async (tx) => {
    const conversation = await tx.find(conversations, id);
    if (!conversation || !isSilent(conversation)) return;
    const ending = { systemType: "visitor_inactive", text: "The visitor never wrote." } as const;
    await closeIn(tx, { conversation, ending }, ctx);
  });
}

/** Closes conversations that began a day ago and in which their visitor never wrote. @returns how many. */
export async function clearSilent(ctx: Context): Promise<number> {
  if (!isTimeToLook(ctx)) return 0;
  const before = new Date(ctx.now().getTime() - KEPT_HOURS * HOUR_MILLIS);
  const silent = conversations
    .all(ctx.db)
    .where("status", "==", "pending")
    .where("queue", "==", null)
    .where("createdAt", "<=", before)
    .orderBy("createdAt");
  const page = await conversations.find(silent.limit(PAGE_CONVERSATIONS));
  for (const { id } of page) await clear(id, ctx);
  return page.length;
}
