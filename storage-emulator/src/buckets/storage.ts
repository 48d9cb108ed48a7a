import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Blobs, ByteRange } from "../bytes/blobs.ts";
import type { HashedWriter } from "../bytes/hashed-writer.ts";
import { conflict, invalid, notFound } from "../server/storage-error.ts";
import type { Bucket, CorsRule } from "./bucket.ts";
import { checkPreconditions, type Preconditions } from "./preconditions.ts";
import { type ObjectFields, type StoredObject, withFields } from "./stored-object.ts";

/** The rules of bucket names that Google documents, without those about domains. */
const BUCKET_NAME = /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/;
const MAX_OBJECT_NAME_BYTES = 1_024;

export interface StorageOptions {
  readonly blobs: Blobs;
  /** Where each object's description is kept, or null: only in memory. */
  readonly folder: string | null;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

export interface NewObject {
  readonly bucket: string;
  readonly name: string;
  readonly fields: ObjectFields;
  readonly conditions: Preconditions;
}

/** Buckets and their objects. A change of an object is seen whole or not at all, and its conditions hold then. */
export class Storage {
  readonly blobs: Blobs;
  readonly clock: () => number;
  readonly #folder: string | null;
  readonly #buckets = new Map<string, Bucket>();
  #lastGeneration = 0;

  constructor(options: StorageOptions) {
    this.blobs = options.blobs;
    this.clock = options.clock;
    this.#folder = options.folder;
  }

  /** By name. */
  get buckets(): Bucket[] {
    return [...this.#buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @throws StorageError 409 when there is one of that name, 400 when it cannot be a name */
  createBucket(name: string, cors: readonly CorsRule[] = []): Bucket {
    if (!BUCKET_NAME.test(name)) throw invalid(`Invalid bucket name: '${name}'`);
    if (this.#buckets.has(name))
      throw conflict("Your previous request to create the named bucket succeeded.");
    const bucket: Bucket = { name, createdAt: this.clock(), cors, objects: new Map() };
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** @throws StorageError 404 */
  bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) throw notFound("The specified bucket does not exist.");
    return bucket;
  }

  /** @throws StorageError 409 while it holds objects */
  deleteBucket(name: string): void {
    if (this.bucket(name).objects.size > 0) throw conflict("The bucket you tried to delete is not empty.");
    this.#buckets.delete(name);
  }

  /** @throws StorageError 404; with a generation also when the object is of another one */
  object(bucket: string, name: string, generation?: number): StoredObject {
    const object = this.bucket(bucket).objects.get(name);
    const isAsked = object !== undefined && (generation === undefined || generation === object.generation);
    if (!isAsked) throw notFound(`No such object: ${bucket}/${name}`);
    return object;
  }

  /** The object's bytes. */
  read(object: StoredObject, range: ByteRange = { start: 0, end: object.size }): AsyncIterable<Uint8Array> {
    return this.blobs.read(object.blobId, range);
  }

  /** @throws StorageError 404 without the bucket, 400 for an impossible name, 412 when a condition does not hold */
  checkNew({ bucket, name, conditions }: NewObject): void {
    const bytes = Buffer.byteLength(name);
    if (bytes === 0 || bytes > MAX_OBJECT_NAME_BYTES || /[\r\n]/.test(name)) {
      throw invalid(`Invalid object name: '${name.slice(0, 80)}'`);
    }
    checkPreconditions(conditions, this.bucket(bucket).objects.get(name));
  }

  /** Puts finished bytes at their name. What was there before is gone. @throws as checkNew; the bytes are then gone */
  async put(asked: NewObject, writer: HashedWriter): Promise<StoredObject> {
    const checksums = await writer.finish();
    const now = this.clock();
    try {
      this.checkNew(asked);
    } catch (error) {
      await this.blobs.delete(writer.id);
      throw error;
    }
    const { bucket, name, fields } = asked;
    const object: StoredObject = {
      ...{ bucket, name, fields, blobId: writer.id, size: writer.size, ...checksums },
      ...{ generation: this.#nextGeneration(now), metageneration: 1, createdAt: now, updatedAt: now },
    };
    await this.#replace(object);
    return object;
  }

  /** @throws StorageError 404, 412 */
  async update(object: StoredObject, changes: Record<string, unknown>): Promise<StoredObject> {
    const updated = {
      ...object,
      fields: withFields(object.fields, changes),
      metageneration: object.metageneration + 1,
      updatedAt: this.clock(),
    };
    await this.#replace(updated);
    return updated;
  }

  async delete(object: StoredObject): Promise<void> {
    this.#buckets.get(object.bucket)?.objects.delete(object.name);
    await this.#forget(object);
  }

  /** Takes in an object of an earlier process whose bytes are there already. */
  adopt(object: StoredObject): void {
    if (!this.#buckets.has(object.bucket)) this.createBucket(object.bucket);
    this.#lastGeneration = Math.max(this.#lastGeneration, object.generation);
    this.bucket(object.bucket).objects.set(object.name, object);
  }

  /** Puts back an object of an export, with the generation and times that it had. */
  async restore(object: StoredObject): Promise<void> {
    this.adopt(object);
    if (this.#folder !== null) await writeFile(descriptionFile(this.#folder, object), JSON.stringify(object));
  }

  async #replace(object: StoredObject): Promise<void> {
    const { objects } = this.bucket(object.bucket);
    const before = objects.get(object.name);
    objects.set(object.name, object);
    if (this.#folder !== null) await writeFile(descriptionFile(this.#folder, object), JSON.stringify(object));
    if (before !== undefined && before.blobId !== object.blobId) await this.#forget(before);
  }

  async #forget(object: StoredObject): Promise<void> {
    if (this.#folder !== null) await rm(descriptionFile(this.#folder, object), { force: true });
    await this.blobs.delete(object.blobId);
  }

  #nextGeneration(now: number): number {
    this.#lastGeneration = Math.max(now * 1_000, this.#lastGeneration + 1);
    return this.#lastGeneration;
  }
}

/** An object's description in a data folder. */
export const descriptionFile = (folder: string, { blobId }: StoredObject): string =>
  join(folder, "objects", `${blobId}.json`);
