import type { StoredObject } from "./stored-object.ts";

/** A rule of a bucket's CORS configuration, for the XML API and signed addresses. */
export interface CorsRule {
  readonly origin: readonly string[];
  readonly method: readonly string[];
  readonly responseHeader: readonly string[];
  readonly maxAgeSeconds: number;
}

export interface Bucket {
  readonly name: string;
  readonly createdAt: number;
  cors: readonly CorsRule[];
  /** By name. */
  readonly objects: Map<string, StoredObject>;
}

/** The bucket as the JSON API shows it. */
export function bucketResource(bucket: Bucket): Record<string, unknown> {
  const created = new Date(bucket.createdAt).toISOString();
  return {
    kind: "storage#bucket",
    id: bucket.name,
    name: bucket.name,
    selfLink: `https://www.googleapis.com/storage/v1/b/${bucket.name}`,
    location: "US",
    locationType: "multi-region",
    storageClass: "STANDARD",
    metageneration: "1",
    etag: "CAE=",
    timeCreated: created,
    updated: created,
    ...(bucket.cors.length > 0 && { cors: bucket.cors }),
  };
}
