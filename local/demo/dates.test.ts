import { join } from "node:path";
import { expect, it } from "vitest";
import type { ExportedDocument } from "../../firestore-emulator/src/export/entity.ts";
import { findFirestoreExport } from "../../firestore-emulator/src/export/export-folder.ts";
import { readExport } from "../../firestore-emulator/src/export/read-export.ts";
import { Timestamp } from "../../firestore-emulator/src/model/value.ts";
import { untilNow } from "./dates.ts";

const folder = join(import.meta.dirname, "..", "..", "emulator-data");
const DAY_SECONDS = 24 * 3600;

/** Moments that lie ahead by their nature: how long a session is valid, and until when a chat sleeps. */
const AHEAD = /^(expiresAt|snoozedUntil)$/;

/** Each time in a document that is later than now, as "collection.field". */
function aheadIn({ name, fields }: ExportedDocument, nowSeconds: number): string[] {
  const found = [...fields].filter(([, value]) => value instanceof Timestamp && value.seconds > nowSeconds);
  return found.filter(([key]) => !AHEAD.test(key)).map(([key]) => `${name.split("/").at(-2)}.${key}`);
}

it.each(["2026-11-28T20:00:00Z", "2027-03-03T09:00:00Z", "2026-12-01T08:10:00Z"])(
  "the demo's chats reach until %s",
  async (at) => {
    const documents: ExportedDocument[] = [];
    for await (const document of readExport(await findFirestoreExport(folder))) documents.push(document);
    const now = new Date(at);
    const moved = untilNow(documents, now);
    const closes = moved.flatMap(({ fields }) => {
      const closedAt = fields.get("closedAt");
      return fields.get("kind") === "conversation" && closedAt instanceof Timestamp ? [closedAt.seconds] : [];
    });
    const age = (seconds: number) => (now.getTime() / 1000 - seconds) / DAY_SECONDS;
    expect(Math.min(...closes.map(age))).toBeGreaterThan(0);
    expect(Math.min(...closes.map(age))).toBeLessThan(3);
    expect(Math.max(...closes.map(age))).toBeGreaterThanOrEqual(60);
    expect(moved.flatMap((document) => aheadIn(document, now.getTime() / 1000))).toEqual([]);
    const nameOf = ({ name }: ExportedDocument) => name;
    const threads = moved.filter(({ name }) => /\/threads\/[^/]+$/.test(name)).map(nameOf);
    const conversations = new Set(moved.filter(({ name }) => name.includes("/conversations/")).map(nameOf));
    for (const name of threads) {
      expect(conversations).toContain(name.replace("/threads/", "/conversations/").replace(/-\d+$/, ""));
    }
    const open = moved.filter(
      ({ name, fields }) => name.includes("/conversations/") && fields.get("status") !== "closed",
    );
    const words = open.map(({ fields }) => fields.get("updatedAt") as Timestamp);
    expect(Math.max(...words.map(({ seconds }) => seconds))).toBe(Math.floor(now.getTime() / 1000) - 60);
    expect(Math.max(...words.map(({ seconds }) => age(seconds)))).toBeLessThan(1 / 6);
    const queued = open.flatMap(({ fields }) => {
      const queue = fields.get("queue");
      return queue instanceof Map ? [(queue.get("queuedAt") as Timestamp).seconds] : [];
    });
    const summaries = moved.filter(({ name }) => name.includes("/queues/"));
    const told = summaries.flatMap(({ fields }) => fields.get("queuedAt") as Timestamp[]);
    expect(told.map(({ seconds }) => seconds).sort()).toEqual(queued.sort());
  },
);
