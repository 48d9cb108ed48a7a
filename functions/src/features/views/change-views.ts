import type { CreateView, UpdateView, View } from "@livechat/contract";
import { type AgentCaller, canSupervise } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { ChatError, notFound, refused } from "../../platform/error.ts";
import { groups } from "../../store/groups.ts";
import { configure, type Tx } from "../../store/transact.ts";
import { views } from "../../store/views.ts";

const MAX_VIEWS_PER_OWNER = 100;
const keyOf = (caller: AgentCaller) => `views:${caller.id}`;

type Kind = Pick<View, "visibility" | "groupId">;

/** What the audit log keeps: of a private one only that it is there. */
function facts({ name, visibility, groupId, filter, sort }: View) {
  return visibility === "mine" ? { visibility } : { name, visibility, groupId, filter, sort };
}

/** A private view is its owner's alone, also before admins. @throws ChatError `not_found`, `authorization`. */
function checkMayChange({ visibility, ownerId }: View, caller: AgentCaller): void {
  if (visibility === "mine" && ownerId !== caller.id) throw notFound(views.label);
  if (visibility !== "mine" && !canSupervise(caller)) {
    throw refused("shared_views");
  }
}

/** A group's view names its group, others none. @throws ChatError `validation`, `not_found` for an unknown group. */
async function checkGroup(tx: Tx, { visibility, groupId }: Kind): Promise<void> {
  if ((visibility === "group") !== (groupId !== null)) {
    const message = "must be given for a group's view, and for no other";
    throw new ChatError("validation", `groupId: ${message}`, { details: [{ path: "groupId", message }] });
  }
  if (groupId !== null) await tx.needActive(groups, groupId);
}

async function checkMayHaveMore(tx: Tx, caller: AgentCaller, ctx: Context): Promise<void> {
  const own = views.all(ctx.db).where("ownerId", "==", caller.id).where("isDeleted", "==", false);
  if ((await tx.get(own.limit(MAX_VIEWS_PER_OWNER))).size < MAX_VIEWS_PER_OWNER) return;
  throw refused("too_many_views", { max: MAX_VIEWS_PER_OWNER });
}

/** @throws ChatError `authorization` for one that others see by an agent, `validation`, `not_found`, `not_allowed`. */
export function createView(input: CreateView, caller: AgentCaller, ctx: Context): Promise<View> {
  const { name, visibility = "mine", groupId = null, filter, sort = "longestWaiting" } = input;
  const id = ctx.newId();
  return configure(
    ctx,
    async (tx) => {
      const at = ctx.now().toISOString();
      const times = { createdAt: at, updatedAt: at, isDeleted: false, deletedAt: null };
      const made: View = { id, name, visibility, groupId, ownerId: caller.id, filter, sort, ...times };
      checkMayChange(made, caller);
      await checkGroup(tx, made);
      await checkMayHaveMore(tx, caller, ctx);
      tx.create(views.ref(ctx.db, id), { ...made, createdAt: new Date(at), updatedAt: new Date(at) });
      const target = { type: "view", id };
      tx.audit({ action: "view.created", target, before: null, after: facts(made) });
      return made;
    },
    { key: keyOf(caller), repeatable: true },
  );
}

/** @throws ChatError `not_found`, `authorization`, `validation`. */
export function updateView(
  id: string,
  input: UpdateView,
  { caller, ctx }: { caller: AgentCaller; ctx: Context },
): Promise<View> {
  return configure(
    ctx,
    async (tx) => {
      const before = await tx.needActive(views, id);
      checkMayChange(before, caller);
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
      if (Object.keys(given).length === 0) return before;
      const isMoved = input.visibility !== undefined && input.visibility !== "group";
      const after: View = { ...before, ...(isMoved && { groupId: null }), ...given };
      checkMayChange(after, caller);
      await checkGroup(tx, after);
      const now = ctx.now();
      const { name, visibility, groupId, filter, sort } = after;
      tx.update(views.ref(ctx.db, id), { name, visibility, groupId, filter, sort, updatedAt: now });
      const target = { type: "view", id };
      tx.audit({ action: "view.updated", target, before: facts(before), after: facts(after) });
      return { ...after, updatedAt: now.toISOString() };
    },
    keyOf(caller),
  );
}

/** @throws ChatError `not_found`, `authorization`. */
export async function deleteView(id: string, caller: AgentCaller, ctx: Context): Promise<void> {
  await configure(
    ctx,
    async (tx) => {
      const before = await tx.need(views, id);
      checkMayChange(before, caller);
      if (before.isDeleted) return;
      const now = ctx.now();
      tx.update(views.ref(ctx.db, id), { isDeleted: true, deletedAt: now, updatedAt: now });
      const target = { type: "view", id };
      tx.audit({ action: "view.deleted", target, before: facts(before), after: null });
    },
    keyOf(caller),
  );
}
