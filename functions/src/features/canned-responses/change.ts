import type { CannedResponse, CreateCannedResponse, UpdateCannedResponse } from "@livechat/contract";
import { type AgentCaller, canSupervise } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { notFound, refused } from "../../platform/error.ts";
import { audienceOf, cannedResponses, type StoredCannedResponse } from "../../store/canned-responses.ts";
import { groups } from "../../store/groups.ts";
import { configure, type Tx } from "../../store/transact.ts";
import { sameSpelling } from "../../store/unique-keys.ts";
import { checkShortcut } from "./shortcuts.ts";

const KEY = "canned-responses";

/** What the audit log keeps: of private ones only that they are there. */
function facts({ shortcut, title, text, groupIds, isPrivate }: CannedResponse) {
  return isPrivate ? { isPrivate } : { shortcut, title, text, groupIds };
}

/** Private ones are their owner's alone, also before admins. @throws ChatError `not_found`, `authorization`. */
function checkMayChange(response: CannedResponse, caller: AgentCaller): void {
  if (response.isPrivate && response.ownerId !== caller.id) throw notFound(cannedResponses.label);
  if (!response.isPrivate && !canSupervise(caller)) {
    throw refused("shared_canned_responses");
  }
}

async function checkGroups(tx: Tx, groupIds: readonly string[] | null): Promise<void> {
  for (const id of groupIds ?? []) await tx.needActive(groups, id);
}

/** @throws ChatError `authorization` for a shared one by an agent, `not_found` for an unknown group, `already_exists`. */
export function createCannedResponse(
  input: CreateCannedResponse,
  caller: AgentCaller,
  ctx: Context,
): Promise<CannedResponse> {
  const { isPrivate = false, tagIds = [], locale = null } = input;
  const groupIds = isPrivate ? null : (input.groupIds ?? null);
  const own = { id: ctx.newId(), isPrivate, groupIds, ownerId: isPrivate ? caller.id : null };
  checkMayChange({ ...own, title: input.title } as CannedResponse, caller);
  return configure(
    ctx,
    async (tx) => {
      const shortcutKey = sameSpelling(input.shortcut);
      await checkGroups(tx, groupIds);
      await checkShortcut(tx, { ...own, shortcutKey }, ctx);
      const { shortcut, title, text } = input;
      const written = { ...own, shortcut, title, text, tagIds, locale, usageCount: 0, lastUsedAt: null };
      const living = { isDeleted: false, deletedAt: null };
      const now = ctx.now();
      tx.create(cannedResponses.ref(ctx.db, own.id), {
        ...written,
        ...living,
        shortcutKey,
        audience: audienceOf(own),
        createdAt: now,
        updatedAt: now,
      });
      const times = { createdAt: now.toISOString(), updatedAt: now.toISOString() };
      const made = { ...written, ...living, ...times };
      const target = { type: "canned_response", id: own.id };
      tx.audit({ action: "canned_response.created", target, before: null, after: facts(made) });
      return made;
    },
    { key: KEY, repeatable: true },
  );
}

interface Change {
  action: "updated" | "deleted" | "restored";
  /** What becomes of the response; null: nothing changes. */
  next(response: StoredCannedResponse): StoredCannedResponse | null;
}

/** One change of a response that is there, by who may change it. */
function change(
  id: string,
  { action, next }: Change,
  caller: AgentCaller,
  ctx: Context,
): Promise<CannedResponse> {
  return configure(
    ctx,
    async (tx) => {
      const before = await tx.need(cannedResponses, id);
      checkMayChange(before, caller);
      const after = next(before);
      if (!after) return before;
      await checkGroups(tx, after.groupIds);
      if (!after.isDeleted) await checkShortcut(tx, after, ctx);
      const now = ctx.now();
      const { createdAt: _, lastUsedAt: __, usageCount: ___, ...written } = after;
      const deletedAt = after.isDeleted ? now : null;
      tx.update(cannedResponses.ref(ctx.db, id), { ...written, deletedAt, updatedAt: now });
      const target = { type: "canned_response", id };
      tx.audit({ action: `canned_response.${action}`, target, before: facts(before), after: facts(after) });
      return {
        ...after,
        deletedAt: deletedAt?.toISOString() ?? null,
        updatedAt: now.toISOString(),
      };
    },
    KEY,
  );
}

/** @throws ChatError `not_found`, `authorization`, `already_exists`. */
export function updateCannedResponse(
  id: string,
  input: UpdateCannedResponse,
  { caller, ctx }: { caller: AgentCaller; ctx: Context },
): Promise<CannedResponse> {
  const next = (response: StoredCannedResponse) => {
    if (response.isDeleted) throw notFound(cannedResponses.label);
    const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
    const changed: StoredCannedResponse = { ...response, ...given };
    if (response.isPrivate) changed.groupIds = null;
    changed.audience = audienceOf(changed);
    changed.shortcutKey = sameSpelling(changed.shortcut);
    return Object.keys(given).length === 0 ? null : changed;
  };
  return change(id, { action: "updated", next }, caller, ctx);
}

/** @throws ChatError `not_found`, `authorization`. */
export async function deleteCannedResponse(id: string, caller: AgentCaller, ctx: Context): Promise<void> {
  const next = (response: StoredCannedResponse) =>
    response.isDeleted ? null : { ...response, isDeleted: true };
  await change(id, { action: "deleted", next }, caller, ctx);
}

/** @throws ChatError `not_found`, `authorization`, `already_exists` when its shortcut has been taken since. */
export function restoreCannedResponse(
  id: string,
  caller: AgentCaller,
  ctx: Context,
): Promise<CannedResponse> {
  const next = (response: StoredCannedResponse) =>
    response.isDeleted ? { ...response, isDeleted: false } : null;
  return change(id, { action: "restored", next }, caller, ctx);
}
