import { ChatError } from "../platform/error.ts";

type Cursor = number | string | (number | string)[];

/** A page token is where the last page ended, as JSON in base64url. It is checked like any other input. */
export function writePageToken(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

/** What a token that a list did not make is answered with. */
export function badPageToken(cause?: unknown): ChatError {
  return new ChatError("validation", "query.pageToken: is not a page token of this list", {
    details: [{ path: "query.pageToken", message: "is not a page token of this list" }],
    cause,
  });
}

/** @throws ChatError `validation` when the token is not one that this list made. */
export function readPageToken(token: string, kind: "number"): number;
export function readPageToken(token: string, kind: "strings", length: number): string[];
export function readPageToken(token: string, kind: "number" | "strings", length = 0): number | string[] {
  let cursor: unknown;
  try {
    cursor = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
  } catch (error) {
    throw badPageToken(error);
  }
  if (kind === "number" && Number.isSafeInteger(cursor) && (cursor as number) >= 0) return cursor as number;
  const isStrings =
    Array.isArray(cursor) && cursor.length === length && cursor.every((part) => typeof part === "string");
  if (kind === "strings" && isStrings) return cursor as string[];
  throw badPageToken();
}
