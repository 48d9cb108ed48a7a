import type { UpdateVisitor, Visitor } from "@livechat/contract";
import type { AgentCaller } from "../../auth/caller.ts";
import { mergeByKey } from "../../conversation/merge-by-key.ts";
import type { Context } from "../../platform/context.ts";
import { refused } from "../../platform/error.ts";
import { transact } from "../../store/transact.ts";
import { emailFields, lastSeenAtOf, type StoredVisitor, toVisitor, visitors } from "../../store/visitors.ts";
import { checkMaySeeVisitor } from "./read-visitors.ts";

/** What was signed is who the visitor is to the page: another person there would see their conversations. */
function checkMayRename({ verified, externalId }: StoredVisitor, input: UpdateVisitor): void {
  if (!verified || input.externalId === undefined || input.externalId === externalId) return;
  throw refused("external_id_signed");
}

function changesOf(before: StoredVisitor, input: UpdateVisitor): Partial<StoredVisitor> {
  const { name, email, locale, externalId, attributes } = input;
  return {
    ...(name !== undefined && { name }),
    ...(email !== undefined && emailFields(email)),
    ...(locale !== undefined && { locale }),
    ...(externalId !== undefined && { externalId }),
    ...(attributes && { attributes: mergeByKey(before.attributes, attributes, "attributes") }),
  };
}

/**
 * Changes what the company knows of a visitor. An `externalId` that is set here is for finding the visitor, and links no
 * browsers: only a signed identity does.
 * @throws ChatError `not_found`, `authorization`, `not_allowed`, `validation` for too many attributes.
 */
export function updateVisitor(
  id: string,
  { input, caller }: { input: UpdateVisitor; caller: AgentCaller },
  ctx: Context,
): Promise<Visitor> {
  return transact(ctx, async (tx) => {
    const before = await tx.need(visitors, id);
    await checkMaySeeVisitor(before, caller, ctx);
    checkMayRename(before, input);
    const changes = changesOf(before, input);
    if (Object.keys(changes).length === 0) return toVisitor(before);
    const now = ctx.now();
    const lastSeenAt = lastSeenAtOf(before);
    const seen = { lastSeenAt: new Date(lastSeenAt) };
    tx.update(visitors.ref(ctx.db, id), { ...changes, ...seen, updatedAt: now });
    const object = toVisitor({ ...before, ...changes, lastSeenAt, updatedAt: now.toISOString() });
    tx.occurred({ type: "visitor.updated", conversationId: null, seq: null, groupId: null, object });
    return object;
  });
}
