import type { AuditEntry, AuditQuery, Page } from "@livechat/contract";
import type { Query } from "firebase-admin/firestore";
import type { Context } from "../../platform/context.ts";
import { auditEntries } from "../../store/audit.ts";
import { type Order, readPage } from "../../store/pages.ts";
import { inOrder } from "../../store/sync.ts";

const NEWEST_FIRST: Order = { list: "audit", field: "createdAt", direction: "desc" };

/** Entries of the audit log that match all that is given, the newest first. */
export function listAudit(page: AuditQuery, ctx: Context): Promise<Page<AuditEntry>> {
  let query: Query = auditEntries.all(ctx.db);
  if (page.actorId) query = query.where("actor.id", "==", page.actorId);
  if (page.action) query = query.where("action", "==", page.action);
  if (page.targetId) query = query.where("target.id", "==", page.targetId);
  if (page.from) query = query.where("createdAt", ">=", new Date(page.from));
  if (page.to) query = query.where("createdAt", "<=", new Date(page.to));
  const asked = inOrder(query, page, { order: NEWEST_FIRST, now: ctx.now(), field: "createdAt" });
  return readPage(asked.query, page, { order: asked.order, parse: auditEntries.parseAll });
}
