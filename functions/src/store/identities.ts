import { createHash } from "node:crypto";
import { z } from "zod";
import { defineCollection } from "./collection.ts";
import { banMark } from "./visitors.ts";

/** A person by the company's own id: as which visitors they came, the latest last. */
const storedIdentity = z.object({
  externalId: z.string(),
  visitorIds: z.array(z.string()),
  ban: banMark.nullable().default(null),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type StoredIdentity = z.infer<typeof storedIdentity>;

export const identities = defineCollection("identities", storedIdentity, "identity");

/** Hashed, because a `sub` may hold what no document id does. */
export function identityId(externalId: string): string {
  return createHash("sha256").update(externalId).digest("base64url");
}
