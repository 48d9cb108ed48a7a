import { invalid } from "../server/storage-error.ts";

/** What a client may set on an object. Everything else is the store's. */
export interface ObjectFields {
  contentType?: string;
  cacheControl?: string;
  contentDisposition?: string;
  contentEncoding?: string;
  contentLanguage?: string;
  customTime?: string;
  metadata?: Record<string, string>;
}

export interface StoredObject {
  readonly bucket: string;
  readonly name: string;
  readonly blobId: string;
  /** Bytes. */
  readonly size: number;
  /** Grows with every object that is written, microseconds since 1970. */
  readonly generation: number;
  readonly metageneration: number;
  readonly md5Hash: string;
  readonly crc32c: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly fields: ObjectFields;
}

export const DEFAULT_CONTENT_TYPE = "application/octet-stream";

const TEXT_FIELDS = [
  "contentType",
  "cacheControl",
  "contentDisposition",
  "contentEncoding",
  "contentLanguage",
  "customTime",
] as const;

/** The object as the JSON API shows it: `objects` resource, numbers as strings. */
export function objectResource(object: StoredObject): Record<string, unknown> {
  const { bucket, name, generation } = object;
  const path = `/b/${encodeURIComponent(bucket)}/o/${encodeURIComponent(name)}`;
  const created = new Date(object.createdAt).toISOString();
  return {
    kind: "storage#object",
    id: `${bucket}/${name}/${generation}`,
    selfLink: `https://www.googleapis.com/storage/v1${path}`,
    mediaLink: `https://storage.googleapis.com/download/storage/v1${path}?generation=${generation}&alt=media`,
    name,
    bucket,
    generation: String(generation),
    metageneration: String(object.metageneration),
    storageClass: "STANDARD",
    size: String(object.size),
    md5Hash: object.md5Hash,
    crc32c: object.crc32c,
    etag: etagOf(object),
    timeCreated: created,
    updated: new Date(object.updatedAt).toISOString(),
    timeStorageClassUpdated: created,
    ...object.fields,
  };
}

export function etagOf({ generation, metageneration }: StoredObject): string {
  return Buffer.from(`${generation}/${metageneration}`).toString("base64");
}

/**
 * The fields of a request's metadata laid over those that are there: null removes one, metadata is merged by key.
 * Fields that only the store sets (size, hashes ...) and those it does not know are passed by.
 * @throws StorageError 400 when a known field is not a text
 */
export function withFields(current: ObjectFields, changes: Record<string, unknown>): ObjectFields {
  const fields: ObjectFields = { ...current };
  for (const name of TEXT_FIELDS) {
    const value = changes[name];
    if (value === undefined) continue;
    if (value === null) delete fields[name];
    else if (typeof value === "string") fields[name] = value;
    else throw invalid(`Invalid value for ${name}.`);
  }
  if (changes.metadata !== undefined) {
    const metadata = withMetadata(fields.metadata ?? {}, changes.metadata);
    if (metadata === null) delete fields.metadata;
    else fields.metadata = metadata;
  }
  return fields;
}

function withMetadata(current: Record<string, string>, changes: unknown): Record<string, string> | null {
  if (changes === null) return null;
  if (typeof changes !== "object" || Array.isArray(changes)) throw invalid("Invalid value for metadata.");
  const merged = { ...current };
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete merged[key];
    else merged[key] = String(value);
  }
  return merged;
}
