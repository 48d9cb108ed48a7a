import type { ExportedDocument } from "../../firestore-emulator/src/export/entity.ts";
import { Timestamp, type Value } from "../../firestore-emulator/src/model/value.ts";

const DAY_SECONDS = 24 * 3600;
const WEEK_SECONDS = 7 * DAY_SECONDS;

/** What the demo's chats consist of. The team and its settings stay as they are. */
const CHATS: ReadonlySet<string> = new Set([
  "conversations",
  "threads",
  "events",
  "participants",
  "visitors",
  "visitorSessions",
  "assignments",
  "ratings",
  "facts",
  "files",
]);
const DAY = /^\d{4}-\d\d-\d\d$/;

function collectionOf({ name }: ExportedDocument): string {
  return name.split("/").at(-2) ?? "";
}

function later(value: Value, seconds: number): Value {
  if (value instanceof Timestamp) return new Timestamp(value.seconds + seconds, value.nanos);
  if (typeof value === "string" && DAY.test(value)) {
    return new Date(Date.parse(value) + seconds * 1000).toISOString().slice(0, 10);
  }
  if (Array.isArray(value)) return value.map((item) => later(item, seconds));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, later(item, seconds)]));
  return value;
}

function secondsOf(value: Value | undefined): number {
  return value instanceof Timestamp ? value.seconds : 0;
}

/** A chat's documents name it, or are named by it. */
function conversationOf(document: ExportedDocument): string {
  const named = document.fields.get("conversationId");
  return typeof named === "string" ? named : (document.name.split("/").at(-1) ?? "");
}

/**
 * The demo's chats, moved by whole weeks, so that they reach until now and weekdays stay what they were. What would lie in
 * the future is left out.
 */
export function untilNow(documents: readonly ExportedDocument[], now: Date): ExportedDocument[] {
  const nowSeconds = now.getTime() / 1000;
  const chats = documents.filter((one) => collectionOf(one) === "conversations");
  const ends = new Map(chats.map((one) => [conversationOf(one), secondsOf(one.fields.get("updatedAt"))]));
  const last = Math.max(0, ...ends.values());
  if (last === 0) return [...documents];
  const moved = Math.ceil((nowSeconds - last) / WEEK_SECONDS) * WEEK_SECONDS;
  const isToCome = (document: ExportedDocument): boolean => {
    const end = ends.get(conversationOf(document));
    if (end !== undefined) return end + moved > nowSeconds;
    return secondsOf(document.fields.get("recordedAt")) + moved > nowSeconds;
  };
  return documents.flatMap((document) => {
    if (!CHATS.has(collectionOf(document))) return [document];
    if (isToCome(document)) return [];
    const fields = new Map([...document.fields].map(([key, value]) => [key, later(value, moved)]));
    return [{ ...document, fields }];
  });
}
