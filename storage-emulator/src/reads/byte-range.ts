import type { ByteRange } from "../bytes/blobs.ts";
import { StorageError } from "../server/storage-error.ts";

/**
 * A single range of the header `Range` (RFC 9110, section 14), cut to the object's size. Null: the whole object, also
 * for what cannot be read and for several ranges.
 * @throws StorageError 416 when it begins behind the end
 */
export function parseRange(text: string | undefined, size: number): ByteRange | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(text ?? "");
  if (match === null || (match[1] === "" && match[2] === "")) return null;
  const range =
    match[1] === ""
      ? { start: Math.max(0, size - Number(match[2])), end: size }
      : { start: Number(match[1]), end: match[2] === "" ? size : Math.min(size, Number(match[2]) + 1) };
  if (range.start >= size) {
    throw new StorageError(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
  }
  return range.end <= range.start ? null : range;
}
