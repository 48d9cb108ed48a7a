import { auditEntry } from "@livechat/contract";
import { defineCollection } from "./collection.ts";

/** Who changed which part of the configuration, and how: written with the change, never changed, read by admins. */
export const auditEntries = defineCollection("audit", auditEntry, "audit entry");
