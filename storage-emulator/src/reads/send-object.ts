import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { DEFAULT_CONTENT_TYPE, etagOf, type StoredObject } from "../buckets/stored-object.ts";
import { type Call, header } from "../server/call.ts";
import type { EmulatorContext } from "../server/context.ts";
import { parseRange } from "./byte-range.ts";

/** Headers that a signed address may put in place of the object's. */
export type Overrides = Readonly<Record<string, string>>;

/** Sends an object's bytes, all or one range, with the headers that clients check. */
export async function sendObject(
  { storage }: EmulatorContext,
  call: Call,
  { object, overrides = {} }: { object: StoredObject; overrides?: Overrides },
): Promise<void> {
  const { response } = call;
  const range = parseRange(header(call, "range"), object.size);
  const { start, end } = range ?? { start: 0, end: object.size };
  response.writeHead(range === null ? 200 : 206, {
    ...describe(object),
    ...overrides,
    "Content-Length": end - start,
    ...(range !== null && { "Content-Range": `bytes ${start}-${end - 1}/${object.size}` }),
  });
  if (call.request.method === "HEAD") return void response.end();
  // A reader that goes away is no failure of the store's.
  await pipeline(Readable.from(storage.read(object, { start, end })), response).catch(() => {});
}

function describe(object: StoredObject): Record<string, string> {
  const { fields } = object;
  const { cacheControl, contentDisposition, contentEncoding, contentLanguage } = fields;
  return {
    "Accept-Ranges": "bytes",
    "Content-Type": fields.contentType ?? DEFAULT_CONTENT_TYPE,
    "Cache-Control": cacheControl ?? "private, max-age=0",
    "Last-Modified": new Date(object.updatedAt).toUTCString(),
    ETag: `"${etagOf(object)}"`,
    ...(contentDisposition !== undefined && { "Content-Disposition": contentDisposition }),
    ...(contentEncoding !== undefined && { "Content-Encoding": contentEncoding }),
    ...(contentLanguage !== undefined && { "Content-Language": contentLanguage }),
    ...metadataHeaders(fields.metadata),
    "x-goog-generation": String(object.generation),
    "x-goog-metageneration": String(object.metageneration),
    "x-goog-stored-content-encoding": contentEncoding ?? "identity",
    "x-goog-stored-content-length": String(object.size),
    "x-goog-hash": `crc32c=${object.crc32c},md5=${object.md5Hash}`,
    "x-goog-storage-class": "STANDARD",
  };
}

const metadataHeaders = (metadata: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => [`x-goog-meta-${key}`, encodeURI(value)]),
  );
