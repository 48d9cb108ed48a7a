import { invalidArgument } from "../model/status.ts";

/** A page token: where the next page starts. Opaque to clients. */
export function encodePageToken(position: string): string {
  return Buffer.from(position, "utf8").toString("base64url");
}

/** The position in a token; undefined for the first page. Throws INVALID_ARGUMENT. */
export function decodePageToken(token: string | null | undefined): string | undefined {
  if (!token) return undefined;
  const position = Buffer.from(token, "base64url").toString("utf8");
  if (encodePageToken(position) !== token) throw invalidArgument("Invalid page token.");
  return position;
}

/** The first page of sorted items and the token of the next page, "" after the last. */
export function takePage<T>(
  items: readonly T[],
  pageSize: number,
  positionOf: (item: T) => string,
): { page: readonly T[]; nextPageToken: string } {
  const last = items[pageSize - 1];
  if (pageSize <= 0 || items.length <= pageSize || last === undefined)
    return { page: items, nextPageToken: "" };
  return { page: items.slice(0, pageSize), nextPageToken: encodePageToken(positionOf(last)) };
}
