import { z } from "zod";
import { id } from "./primitives.ts";

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
