import { invalid } from "../server/storage-error.ts";
import type { Bucket } from "./bucket.ts";
import { objectResource } from "./stored-object.ts";

const MAX_RESULTS = 1_000;

interface Listing {
  readonly items: Record<string, unknown>[];
  readonly prefixes: Set<string>;
  nextPageToken?: string;
}

/** `objects.list`: by name, with `prefix`, `delimiter`, `startOffset`, `endOffset`, `maxResults` and `pageToken`. */
export function listObjects(bucket: Bucket, query: URLSearchParams): Record<string, unknown> {
  const limit = pageSize(query.get("maxResults"));
  const after = pageStart(query.get("pageToken"));
  const delimiter = query.get("delimiter") ?? "";
  const listing: Listing = { items: [], prefixes: new Set() };
  let last = after;
  for (const name of matchingNames(bucket, query)) {
    const entry = entryOf(name, query.get("prefix") ?? "", delimiter);
    if (listing.prefixes.has(entry) || (after !== null && compare(entry, after) <= 0)) continue;
    if (listing.items.length + listing.prefixes.size === limit) {
      listing.nextPageToken = Buffer.from(last ?? "").toString("base64");
      break;
    }
    const object = bucket.objects.get(name);
    if (entry !== name) listing.prefixes.add(entry);
    else if (object !== undefined) listing.items.push(objectResource(object));
    last = entry;
  }
  const { items, prefixes, nextPageToken } = listing;
  return {
    kind: "storage#objects",
    ...(nextPageToken !== undefined && { nextPageToken }),
    ...(prefixes.size > 0 && { prefixes: [...prefixes] }),
    ...(items.length > 0 && { items }),
  };
}

/** Sorted as Cloud Storage does, by the bytes of UTF-8. */
function matchingNames({ objects }: Bucket, query: URLSearchParams): string[] {
  const prefix = query.get("prefix") ?? "";
  const from = query.get("startOffset");
  const to = query.get("endOffset");
  return [...objects.keys()]
    .filter((name) => name.startsWith(prefix))
    .filter((name) => (from === null || compare(name, from) >= 0) && (to === null || compare(name, to) < 0))
    .sort(compare);
}

const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The name itself, or the "folder" that stands for all names that begin with it. */
function entryOf(name: string, prefix: string, delimiter: string): string {
  if (delimiter === "") return name;
  const end = name.indexOf(delimiter, prefix.length);
  return end === -1 ? name : name.slice(0, end + delimiter.length);
}

function pageSize(text: string | null): number {
  if (text === null) return MAX_RESULTS;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1) throw invalid(`Invalid value for maxResults: "${text}".`);
  return Math.min(size, MAX_RESULTS);
}

function pageStart(token: string | null): string | null {
  return token === null ? null : Buffer.from(token, "base64").toString();
}
