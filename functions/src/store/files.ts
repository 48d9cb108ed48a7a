import { file, filesSettings, visibility } from "@livechat/contract";
import type { Firestore, Query } from "firebase-admin/firestore";
import { z } from "zod";
import { defineCollection } from "./collection.ts";

export const storedFile = file.extend({
  /** Random, in the bucket's folders `files` and `thumbnails`: it holds nothing that a user typed. */
  objectName: z.string(),
  /** The session that takes the bytes, until they are finished: who removes the file ends it. */
  uploadUrl: z.string().nullable(),
  /** The version of the object that was finished; null before that. Nothing else is ever read. */
  generation: z.string().nullable(),
  thumbnailGeneration: z.string().nullable(),
  /** The settings of the group or widget when the upload began. */
  rules: filesSettings.pick({ allowedTypes: true, maxPerMessage: true, expireAfterDays: true, scan: true }),
  /** The widget whose logo it is, or was meant to be. null: a file of a conversation. */
  widgetId: z.string().nullable().default(null),
  /** The event that it is attached to. */
  threadId: z.string().nullable(),
  eventId: z.string().nullable(),
  visibility: visibility.nullable(),
  /** Whether the pixels and the checksum have been looked at. */
  processed: z.boolean(),
  /** Until when the scan may take. null: none runs. */
  scanDueAt: z.string().nullable(),
  /** When the sweep must look at it: to end a scan, to remove it, to take its bytes away. null: never. */
  dueAt: z.string().nullable(),
});
export type StoredFile = z.infer<typeof storedFile>;

export const files = defineCollection("files", storedFile);

export const bytesOf = ({ objectName }: StoredFile): string => `files/${objectName}`;
export const thumbnailOf = ({ objectName }: StoredFile): string => `thumbnails/${objectName}`;

/** What the sweep must look at, the longest due first. */
export function dueFilesQuery(db: Firestore, now: Date): Query {
  return files.all(db).where("dueAt", "<=", now).orderBy("dueAt");
}
