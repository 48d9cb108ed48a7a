import { invalid } from "../server/storage-error.ts";

/** What a request of a resumable session carries. `total` is null while the client does not know it ("*"). */
export type ContentRange =
  /** Only asks how much has arrived. */
  | { readonly kind: "status"; readonly total: number | null }
  /** Bytes from `start` on; `end` (inclusive) is null when the request's end is the end of what is sent. */
  | {
      readonly kind: "bytes";
      readonly start: number;
      readonly end: number | null;
      readonly total: number | null;
    };

const STATUS = /^bytes \*\/(\d+|\*)$/;
const BYTES = /^bytes (\d+)-(\d+|\*)\/(\d+|\*)$/;

/**
 * The header `Content-Range` of an upload; without one the request carries everything.
 * @throws StorageError 400 when it cannot be read or contradicts itself
 */
export function parseContentRange(text: string | undefined): ContentRange | null {
  if (text === undefined) return null;
  const status = STATUS.exec(text);
  if (status !== null) return { kind: "status", total: numberOrNull(status[1]) };
  const bytes = BYTES.exec(text);
  if (bytes === null) throw invalid(`Failed to parse Content-Range header: ${text}`);
  const start = Number(bytes[1]);
  const end = numberOrNull(bytes[2]);
  const total = numberOrNull(bytes[3]);
  const contradicts = (end !== null && end < start) || (total !== null && (end ?? start - 1) >= total);
  if (contradicts) throw invalid(`Invalid Content-Range: ${text}`);
  return { kind: "bytes", start, end, total };
}

const numberOrNull = (text: string | undefined): number | null =>
  text === undefined || text === "*" ? null : Number(text);
