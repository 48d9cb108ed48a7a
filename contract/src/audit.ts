import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { id, instantInput, pageOf, pageQuery, syncQuery } from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";

/** Who acted: an agent, an API key, or the system itself (a command line, a schedule). */
export const actor = z.object({ type: z.enum(["agent", "apiKey", "system"]), id: z.string().nullable() });
export type Actor = z.infer<typeof actor>;

/** What was changed: `type` is the resource in the singular, such as `agent` or `group`. */
export const auditTarget = z.object({ type: z.string(), id: z.string() });

/** One change of the configuration. `before` and `after` hold the fields that changed, never a secret. */
export const auditEntry = z
  .object({
    id,
    actor,
    /** `<resource>.<what happened>`, such as `group.updated`. */
    action: z.string(),
    target: auditTarget,
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
    requestId: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditQuery = pageQuery.extend({
  actorId: id.optional(),
  /** A whole action such as `group.updated`. */
  action: z.string().min(1).max(100).optional(),
  targetId: id.optional(),
  from: instantInput.optional(),
  to: instantInput.optional(),
  /** Entries never change: the time is that of their creation. */
  ...syncQuery.shape,
});
export type AuditQuery = z.output<typeof auditQuery>;

export const auditEndpoints = {
  listAudit: endpoint({
    name: "listAudit",
    method: "GET",
    path: "/v1/audit",
    access: "admin",
    scope: "settings:read",
    folder: "Audit",
    summary: "List who changed what in the configuration",
    description: "The newest first. Entries hold no secrets and cannot be changed.",
    query: auditQuery,
    response: pageOf(auditEntry),
    example: {
      response: samplePage({
        id: "audit000000000001",
        actor: { type: "agent", id: samples.ids.admin },
        action: "tag.updated",
        target: { type: "tag", id: samples.ids.tag },
        before: { color: "#1A73E8" },
        after: { color: "#D93025" },
        requestId: "8f14e45f-ceea-467f-ab1e-1e0f1c2b3a4d",
        createdAt: samples.at,
      }),
    },
  }),
};
