import type { ExportedDocument } from "../../firestore-emulator/src/export/entity.ts";
import { Timestamp, type Value } from "../../firestore-emulator/src/model/value.ts";

const DAY_SECONDS = 24 * 3600;
const WEEK_SECONDS = 7 * DAY_SECONDS;
/** How old the last word is of what is under way. */
const LAST_WORD_SECONDS = 60;

/** What the demo's chats consist of. The team and its settings stay as they are. */
const CHATS: ReadonlySet<string> = new Set([
  "conversations",
  "queues",
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
/** Named by the visitor, whichever their chats. */
const OF_VISITORS: ReadonlySet<string> = new Set(["visitors", "visitorSessions"]);
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

const idOf = ({ name }: ExportedDocument): string => name.split("/").at(-1) ?? "";

/** A chat's documents name it, or are named by it. */
function conversationOf(document: ExportedDocument): string {
  const named = document.fields.get("conversationId");
  return typeof named === "string" ? named : idOf(document);
}

const isChat = (document: ExportedDocument): boolean => collectionOf(document) === "conversations";
const isOpen = ({ fields }: ExportedDocument): boolean => fields.get("status") !== "closed";

/** Conversations and visitors of the chats that are under way. */
function idsUnderWay(documents: readonly ExportedDocument[]): ReadonlySet<Value> {
  const chats = documents.filter((document) => isChat(document) && isOpen(document));
  return new Set(chats.flatMap((chat) => [conversationOf(chat), chat.fields.get("visitorId") ?? null]));
}

/** Whether it belongs to a chat that is under way. */
function isUnderWay(document: ExportedDocument, ids: ReadonlySet<Value>): boolean {
  return (
    ids.has(conversationOf(document)) ||
    ids.has(idOf(document)) ||
    ids.has(document.fields.get("visitorId") ?? null)
  );
}

function moved(document: ExportedDocument, seconds: number): ExportedDocument {
  const fields = new Map([...document.fields].map(([key, value]) => [key, later(value, seconds)]));
  return { ...document, fields };
}

/** With no time in it after `last`. */
function until(document: ExportedDocument, last: number): ExportedDocument {
  const noLater = (value: Value) =>
    value instanceof Timestamp && value.seconds > last ? new Timestamp(last, 0) : value;
  return { ...document, fields: new Map([...document.fields].map(([key, value]) => [key, noLater(value)])) };
}

/**
 * When each visitor was last heard of in the chats that are kept, in seconds; null: all of their chats lie ahead. Who is
 * not in it has no chat.
 */
function lastHeardOf(
  past: readonly ExportedDocument[],
  endOf: (chat: ExportedDocument) => number | null,
): ReadonlyMap<Value, number | null> {
  const last = new Map<Value, number | null>();
  for (const chat of past) {
    const visitorId = chat.fields.get("visitorId") ?? null;
    const [end, known] = [endOf(chat), last.get(visitorId) ?? null];
    last.set(visitorId, end === null || known === null ? (end ?? known) : Math.max(end, known));
  }
  return last;
}

/** Who is known of a visitor of the past, as far as the chats go that are kept; nothing of whose chats all lie ahead. */
function visitorUntil(document: ExportedDocument, last: number | null | undefined): ExportedDocument[] {
  if (last === null) return [];
  if (last === undefined || collectionOf(document) !== "visitors") return [document];
  return [until(document, last)];
}

const lastOf = (documents: readonly ExportedDocument[]): number =>
  Math.max(0, ...documents.map(({ fields }) => secondsOf(fields.get("updatedAt"))));

/**
 * The demo's chats, moved until now. Those of the past by whole weeks, so that weekdays stay what they were; what would
 * lie in the future is left out. Those under way, and who waits, so that the last of their words is a minute old.
 */
export function untilNow(documents: readonly ExportedDocument[], now: Date): ExportedDocument[] {
  const nowSeconds = now.getTime() / 1000;
  const ids = idsUnderWay(documents);
  const chats = documents.filter(isChat);
  const past = chats.filter((chat) => !isOpen(chat));
  if (past.length === 0) return [...documents];
  const ends = new Map(past.map((one) => [conversationOf(one), secondsOf(one.fields.get("updatedAt"))]));
  const weeks = Math.ceil((nowSeconds - lastOf(past)) / WEEK_SECONDS) * WEEK_SECONDS;
  const toNow = Math.floor(nowSeconds - LAST_WORD_SECONDS - lastOf(chats.filter(isOpen)));
  const isToCome = (document: ExportedDocument): boolean => {
    const end = ends.get(conversationOf(document));
    if (end !== undefined) return end + weeks > nowSeconds;
    return secondsOf(document.fields.get("recordedAt")) + weeks > nowSeconds;
  };
  const heard = lastHeardOf(past, (chat) => {
    const end = (ends.get(conversationOf(chat)) ?? 0) + weeks;
    return end > nowSeconds ? null : end;
  });
  return documents.flatMap((document) => {
    if (!CHATS.has(collectionOf(document))) return [document];
    if (collectionOf(document) === "queues") return [until(moved(document, toNow), Math.floor(nowSeconds))];
    if (isUnderWay(document, ids)) return [moved(document, toNow)];
    if (isToCome(document)) return [];
    const past = moved(document, weeks);
    return OF_VISITORS.has(collectionOf(document)) ? visitorUntil(past, heard.get(idOf(document))) : [past];
  });
}
