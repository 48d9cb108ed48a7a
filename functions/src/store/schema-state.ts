import { z } from "zod";
import { defineCollection } from "./collection.ts";

/** One pass of a migration over its documents. */
const storedPass = z.object({
  /** The schema version that the migration leads to. */
  version: z.number().int(),
  /** When the migration began, with its first pass. */
  startedAt: z.string(),
  passStartedAt: z.string(),
  /** Path of the last document that this pass is done with. null: it has not begun. */
  after: z.string().nullable(),
  /** Documents that this pass looked at, and those that it changed. */
  looked: z.number().int(),
  changed: z.number().int(),
});
export type StoredPass = z.infer<typeof storedPass>;

const storedSchemaState = z.object({
  /** Every document has at least this version's shape. Data of before this document was kept has version 1. */
  version: z.number().int(),
  pass: storedPass.nullable(),
  updatedAt: z.string(),
});
export type StoredSchemaState = z.infer<typeof storedSchemaState>;

export const meta = defineCollection("meta", storedSchemaState);
export const SCHEMA_STATE_ID = "schema";
