import { FieldValue, type Transaction } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { enqueueLater } from "../platform/enqueue-later.ts";
import { listeners, passes } from "./listeners.ts";
import { type Occurrence, occurrences, toData } from "./occurrences.ts";

const KEPT_MILLIS = 30 * 24 * 3600 * 1000;

interface About {
  readonly groupId: string | null;
  readonly authorType: string | null;
  readonly isNote: boolean;
}

/** What filters look at. */
function aboutOf({ type, groupId, object }: Occurrence): About {
  const isMessage = type === "message.created";
  return {
    groupId,
    authorType: isMessage && typeof object.authorType === "string" ? object.authorType : null,
    isNote: isMessage && object.visibility === "agents",
  };
}

/**
 * Records in this transaction what somebody wants to know, and nothing else. The documents are new: no transaction meets
 * another here. What is recorded has no place in the feed yet.
 * @returns what is to be done after the commit, where a webhook is to be told.
 */
export async function recordOccurrences(
  tx: Pick<Transaction, "create">,
  happened: readonly Occurrence[],
  ctx: Context,
): Promise<(() => Promise<void>) | null> {
  if (happened.length === 0) return null;
  const who = await listeners(ctx);
  if (!who.isFeedRunning && who.webhooks.length === 0) return null;
  let isWanted = false;
  happened.forEach((occurrence, order) => {
    const about = aboutOf(occurrence);
    const wanting = who.webhooks.filter(
      ({ webhook, types }) => types.has(occurrence.type) && passes(webhook.filter, about),
    );
    if (!who.isFeedRunning && wanting.length === 0) return;
    const webhookIds = wanting.flatMap(({ webhook }) => (webhook.state === "active" ? [webhook.id] : []));
    isWanted ||= webhookIds.length > 0;
    const id = ctx.newId();
    const { type, conversationId } = occurrence;
    tx.create(occurrences.ref(ctx.db, id), {
      id,
      type,
      timestamp: ctx.now(),
      conversationId,
      ...about,
      data: toData(id, occurrence),
      position: null,
      recordedAt: FieldValue.serverTimestamp(),
      order,
      webhookIds,
      expiresAt: new Date(ctx.now().getTime() + KEPT_MILLIS),
    });
  });
  return isWanted ? () => enqueueLater({ queue: "tellWebhooks", data: {} }, ctx) : null;
}
