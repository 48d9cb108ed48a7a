import { createHash } from "node:crypto";
import CRC32C from "crc-32/crc32c.js";
import type { Blobs, BlobWriter } from "./blobs.ts";

/** Both in base64, as Cloud Storage shows them; CRC32C in big-endian order (RFC 4960, appendix B). */
export interface Checksums {
  readonly md5Hash: string;
  readonly crc32c: string;
}

/** A writer that also computes the checksums of what it has written. */
export class HashedWriter {
  readonly #writer: BlobWriter;
  readonly #md5 = createHash("md5");
  #crc32c = 0;

  private constructor(writer: BlobWriter) {
    this.#writer = writer;
  }

  static async create(blobs: Blobs): Promise<HashedWriter> {
    return new HashedWriter(await blobs.create());
  }

  get id(): string {
    return this.#writer.id;
  }

  get size(): number {
    return this.#writer.size;
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#writer.write(bytes);
    this.#md5.update(bytes);
    this.#crc32c = CRC32C.buf(bytes, this.#crc32c);
  }

  /** Of what has been written so far. */
  checksums(): Checksums {
    const crc = Buffer.alloc(4);
    crc.writeInt32BE(this.#crc32c);
    return { md5Hash: this.#md5.copy().digest("base64"), crc32c: crc.toString("base64") };
  }

  /** Once; nothing can be written afterwards. */
  async finish(): Promise<Checksums> {
    await this.#writer.finish();
    return this.checksums();
  }

  async discard(): Promise<void> {
    await this.#writer.discard();
  }
}
