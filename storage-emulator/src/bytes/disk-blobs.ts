import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Blobs, BlobWriter, ByteRange } from "./blobs.ts";

/** A blob's file in a data folder. */
export const blobFile = (folder: string, id: string): string => join(folder, "blobs", id);

/** Keeps each blob as a file of its own; what is unfinished carries another name and is deleted at the next start. */
export class DiskBlobs implements Blobs {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<DiskBlobs> {
    await mkdir(join(folder, "blobs"), { recursive: true });
    await rm(join(folder, "unfinished"), { recursive: true, force: true });
    await mkdir(join(folder, "unfinished"));
    return new DiskBlobs(folder);
  }

  async create(): Promise<BlobWriter> {
    const id = randomUUID();
    const place = join(this.#folder, "unfinished", id);
    const file = await open(place, "w");
    let size = 0;
    return {
      id,
      get size() {
        return size;
      },
      write: async (bytes) => {
        await file.writeFile(bytes);
        size += bytes.length;
      },
      finish: async () => {
        await file.close();
        await rename(place, blobFile(this.#folder, id));
      },
      discard: async () => {
        await file.close();
        await rm(place, { force: true });
      },
    };
  }

  async *read(id: string, range: ByteRange): AsyncIterable<Uint8Array> {
    if (range.end <= range.start) return;
    const file = await open(blobFile(this.#folder, id), "r");
    try {
      yield* file.createReadStream({ start: range.start, end: range.end - 1, autoClose: false });
    } finally {
      await file.close();
    }
  }

  async delete(id: string): Promise<void> {
    await rm(blobFile(this.#folder, id), { force: true });
  }

  async close(): Promise<void> {}
}
