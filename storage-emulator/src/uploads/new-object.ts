import { parsePreconditions } from "../buckets/preconditions.ts";
import type { NewObject } from "../buckets/storage.ts";
import { DEFAULT_CONTENT_TYPE, withFields } from "../buckets/stored-object.ts";
import type { HashedWriter } from "../bytes/hashed-writer.ts";
import type { Call } from "../server/call.ts";
import { invalid } from "../server/storage-error.ts";

/** The object that an upload asks for; metadata stand in its first part or, for `media`, in the headers alone. */
export function newObject(call: Call, metadata: Record<string, unknown>, contentType?: string): NewObject {
  const name = call.query.get("name") ?? metadata.name;
  if (typeof name !== "string") throw invalid("Required parameter: name");
  const fields = withFields({}, metadata);
  fields.contentType ??= contentType ?? DEFAULT_CONTENT_TYPE;
  return { bucket: call.params[0] ?? "", name, fields, conditions: parsePreconditions(call.query) };
}

/** The checksums that a client says its bytes have. */
export function expectedChecksums(metadata: Record<string, unknown>): { md5Hash?: string; crc32c?: string } {
  const { md5Hash, crc32c } = metadata;
  return {
    ...(typeof md5Hash === "string" && { md5Hash }),
    ...(typeof crc32c === "string" && { crc32c }),
  };
}

/** @throws StorageError 400 when the bytes are not those that the client meant */
export function checkChecksums(
  expected: { readonly md5Hash?: string; readonly crc32c?: string },
  writer: HashedWriter,
): void {
  const found = writer.checksums();
  for (const name of ["md5Hash", "crc32c"] as const) {
    if (expected[name] === undefined || expected[name] === found[name]) continue;
    throw invalid(`Provided ${name} "${expected[name]}" doesn't match calculated ${name} "${found[name]}".`);
  }
}
