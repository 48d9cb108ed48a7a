import { createHash } from "node:crypto";
import { ChatError } from "../platform/error.ts";

type Cursor = number | string | (number | string)[];

const LIST_NAME_CHARS = 8;

/**
 * A short name of one list: which things, and how they are filtered. A token carries it, because a place in one list
 * means nothing in another: it would skip things without a word.
 * @param filter what was asked for; the page's own size and token do not count, nor what is off.
 */
export function nameOfList(what: string, filter: object = {}): string {
  const { limit: _, pageToken: __, ...asked } = filter as Record<string, unknown>;
  const given = Object.entries(asked).filter(([, value]) => value !== undefined && value !== false);
  const text = JSON.stringify([what, given.sort(([a], [b]) => (a < b ? -1 : 1))]);
  return createHash("sha256").update(text).digest("base64url").slice(0, LIST_NAME_CHARS);
}

/** A page token is its list and where the last page ended, as JSON in base64url. It is checked like any other input. */
export function writePageToken(list: string, cursor: Cursor): string {
  return Buffer.from(JSON.stringify([list, cursor])).toString("base64url");
}

/** What a token that a list did not make is answered with. */
export function badPageToken(cause?: unknown): ChatError {
  return new ChatError("validation", "pageToken: is not a page token of this list", {
    details: [{ path: "pageToken", message: "is not a page token of this list" }],
    cause,
  });
}

function readCursor(list: string, token: string): unknown {
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
  } catch (error) {
    throw badPageToken(error);
  }
  if (!Array.isArray(read) || read.length !== 2 || read[0] !== list) throw badPageToken();
  return read[1];
}

/** A place that is a number. @throws ChatError `validation` when the token is not one that this list made. */
export function readNumberToken(list: string, token: string): number {
  const cursor = readCursor(list, token);
  if (Number.isSafeInteger(cursor) && (cursor as number) >= 0) return cursor as number;
  throw badPageToken();
}

/** A place that is `length` strings. @throws ChatError `validation` when the token is not one that this list made. */
export function readStringsToken(list: string, token: string, length: number): string[] {
  const cursor = readCursor(list, token);
  const isStrings =
    Array.isArray(cursor) && cursor.length === length && cursor.every((part) => typeof part === "string");
  if (isStrings) return cursor as string[];
  throw badPageToken();
}
