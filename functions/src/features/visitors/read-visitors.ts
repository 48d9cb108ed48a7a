import { LIMITS, type Page, type Visitor, type VisitorsQuery } from "@livechat/contract";
import type { Query, QueryDocumentSnapshot } from "firebase-admin/firestore";
import { type AgentCaller, canSupervise } from "../../auth/caller.ts";
import { agentSees } from "../../conversation/agent-sees.ts";
import type { Context } from "../../platform/context.ts";
import { notFound, refused } from "../../platform/error.ts";
import { agents } from "../../store/agents.ts";
import { conversations } from "../../store/conversations.ts";
import { cutPage, type Order, pageOfQuery, readAsOfFirstPage } from "../../store/pages.ts";
import { inOrder, isSync } from "../../store/sync.ts";
import { type StoredVisitor, toVisitor, visitors, withEmail } from "../../store/visitors.ts";

type MaySee = (visitor: StoredVisitor) => boolean;

const lastOf = ({ conversationIds }: StoredVisitor) =>
  conversationIds.slice(-LIMITS.VISITOR_CONVERSATIONS_ASKED);

/**
 * Which of some visitors the caller may see: as the security rules have it, those of whose last conversations they may
 * see one. One read for each of these conversations, none for supervisors and admins.
 */
async function visibleOf(
  found: readonly StoredVisitor[],
  caller: AgentCaller,
  ctx: Context,
): Promise<MaySee> {
  if (canSupervise(caller)) return () => true;
  const ids = [...new Set(found.flatMap(lastOf))];
  if (ids.length === 0) return () => false;
  const [agent, snapshots] = await Promise.all([
    agents.get(ctx.db, caller.id),
    ctx.db.getAll(...ids.map((id) => conversations.ref(ctx.db, id))),
  ]);
  const viewer = { ...caller, groupIds: agent?.groupIds ?? [] };
  const seen = new Set(
    snapshots
      .map((snapshot) => conversations.parse(snapshot))
      .flatMap((c) => (c && agentSees(viewer, c) ? [c.id] : [])),
  );
  return (visitor) => lastOf(visitor).some((id) => seen.has(id));
}

/** @throws ChatError `authorization` for agents who may see none of the visitor's last conversations. */
export async function checkMaySeeVisitor(
  visitor: StoredVisitor,
  caller: AgentCaller,
  ctx: Context,
): Promise<void> {
  const maySee = await visibleOf([visitor], caller, ctx);
  if (!maySee(visitor)) throw refused("other_groups");
}

/** @throws ChatError `not_found`, `authorization`. */
export async function findVisitor(id: string, caller: AgentCaller, ctx: Context): Promise<StoredVisitor> {
  const visitor = await visitors.get(ctx.db, id);
  if (!visitor) throw notFound(visitors.label);
  await checkMaySeeVisitor(visitor, caller, ctx);
  return visitor;
}

const LAST_CHANGED_FIRST: Order = {
  list: visitors.name,
  field: "updatedAt",
  direction: "desc",
  isMutable: true,
};

function filtered({ email, externalId }: VisitorsQuery, ctx: Context): Query {
  let query: Query = visitors.all(ctx.db);
  if (email !== undefined) query = withEmail(query, email);
  if (externalId !== undefined) query = query.where("externalId", "==", externalId);
  return query;
}

const asTheyAre = (snapshots: QueryDocumentSnapshot[]) => visitors.parseAll(snapshots);

async function readStored(page: VisitorsQuery, ctx: Context): Promise<Page<StoredVisitor>> {
  const now = ctx.now();
  const { query, order } = inOrder(filtered(page, ctx), page, { order: LAST_CHANGED_FIRST, now });
  if (isSync(page)) {
    const { docs } = await pageOfQuery(query, page, order).get();
    return cutPage(docs, page, { order, parse: asTheyAre });
  }
  const { found, readAt } = await readAsOfFirstPage([query], page, { order, db: ctx.db, now });
  return cutPage(found.flat(), page, { order, readAt, parse: asTheyAre });
}

/**
 * Visitors, who changed last first, or in the order of their changes. Agents who may not see all get fewer on a page than
 * it has room for.
 */
export async function listVisitors(
  page: VisitorsQuery,
  caller: AgentCaller,
  ctx: Context,
): Promise<Page<Visitor>> {
  const { items, nextPageToken } = await readStored(page, ctx);
  const maySee = await visibleOf(items, caller, ctx);
  return { items: items.filter(maySee).map(toVisitor), nextPageToken };
}
