import { randomUUID } from "node:crypto";
import { StorageError } from "../server/storage-error.ts";
import type { Blobs, BlobWriter, ByteRange } from "./blobs.ts";

/** Keeps bytes in memory and refuses to hold more than `maxBytes` of them, unfinished uploads counted. */
export class MemoryBlobs implements Blobs {
  readonly #blobs = new Map<string, Uint8Array[]>();
  readonly #maxBytes: number;
  #held = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  async create(): Promise<BlobWriter> {
    const chunks: Uint8Array[] = [];
    const id = randomUUID();
    let size = 0;
    return {
      id,
      get size() {
        return size;
      },
      write: async (bytes) => {
        this.#reserve(bytes.length);
        size += bytes.length;
        chunks.push(bytes);
      },
      finish: async () => {
        this.#blobs.set(id, chunks);
      },
      discard: async () => {
        this.#held -= size;
        size = 0;
        chunks.length = 0;
      },
    };
  }

  async *read(id: string, range: ByteRange): AsyncIterable<Uint8Array> {
    let offset = 0;
    for (const chunk of this.#blobs.get(id) ?? []) {
      const part = chunk.subarray(Math.max(0, range.start - offset), Math.max(0, range.end - offset));
      offset += chunk.length;
      if (part.length > 0) yield part;
      if (offset >= range.end) return;
    }
  }

  async delete(id: string): Promise<void> {
    for (const chunk of this.#blobs.get(id) ?? []) this.#held -= chunk.length;
    this.#blobs.delete(id);
  }

  async close(): Promise<void> {
    this.#blobs.clear();
  }

  #reserve(bytes: number): void {
    if (this.#held + bytes > this.#maxBytes) {
      const message = `This emulator holds at most ${this.#maxBytes} bytes in memory. Give it a folder to hold more.`;
      throw new StorageError(403, "quotaExceeded", message);
    }
    this.#held += bytes;
  }
}
