import type { HashedWriter } from "../bytes/hashed-writer.ts";
import { invalid } from "../server/storage-error.ts";

/** Of an upload that breaks off, Cloud Storage keeps multiples of this many bytes. */
export const KEPT_BYTES = 262_144;

/** The bytes of one request of a session, appended to what has arrived before. */
export class SessionBody {
  readonly #writer: HashedWriter;
  readonly #limit: number;
  #tail: Uint8Array[] = [];
  #tailBytes = 0;
  /** Bytes at the request's beginning that have arrived before. */
  #known: number;
  #sent: number;

  /** `start` is the offset of the request's first byte, `limit` the first offset that may not be written. */
  constructor(writer: HashedWriter, { start, limit }: { start: number; limit: number }) {
    this.#writer = writer;
    this.#limit = limit;
    this.#known = writer.size - start;
    this.#sent = start;
  }

  /** The request begins behind what has arrived: nothing of it can be used. */
  get leavesGap(): boolean {
    return this.#known < 0;
  }

  /** How far the upload has come, what is not yet written counted. */
  get reached(): number {
    return this.#writer.size + this.#tailBytes;
  }

  /** Writes whole multiples of 256 KiB as they come; the rest waits for `flush`. */
  async readFrom(body: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of body) {
      this.#sent += chunk.length;
      if (this.#sent > this.#limit) throw invalid(`More than the ${this.#limit} bytes that were declared.`);
      const fresh = chunk.subarray(Math.min(this.#known, chunk.length));
      this.#known -= chunk.length - fresh.length;
      if (fresh.length > 0) await this.#add(fresh);
    }
  }

  async flush(): Promise<void> {
    for (const chunk of this.#tail) await this.#writer.write(chunk);
    this.#tail = [];
    this.#tailBytes = 0;
  }

  async #add(bytes: Uint8Array): Promise<void> {
    this.#tail.push(bytes);
    this.#tailBytes += bytes.length;
    if (this.#tailBytes < KEPT_BYTES) return;
    const all = Buffer.concat(this.#tail);
    const whole = all.length - (all.length % KEPT_BYTES);
    await this.#writer.write(all.subarray(0, whole));
    this.#tail = [all.subarray(whole)];
    this.#tailBytes = all.length - whole;
  }
}
