import { parseJsonObject } from "../server/call.ts";
import { invalid } from "../server/storage-error.ts";

const MAX_HEADER_BYTES = 16_384;
const MAX_METADATA_BYTES = 1_048_576;
const HEADER_END = Buffer.from("\r\n\r\n");

/**
 * A body of type multipart/related (RFC 2387) with exactly two parts, JSON metadata and media, read as it arrives:
 * no more than one chunk and one boundary are held.
 */
export class MultipartBody {
  readonly #boundary: Buffer;
  readonly #source: AsyncIterator<Uint8Array>;
  #held = Buffer.alloc(0);

  /** @throws StorageError 400 when the type names no boundary */
  constructor(contentType: string | undefined, body: AsyncIterable<Uint8Array>) {
    const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? "");
    const text = boundary?.[1] ?? boundary?.[2];
    if (text === undefined) throw invalid("Multipart upload without a boundary.");
    this.#boundary = Buffer.from(`--${text}`);
    this.#source = body[Symbol.asyncIterator]();
  }

  /** The first part. @throws StorageError 400 when the body is not what it says */
  async metadata(): Promise<Record<string, unknown>> {
    await this.#readTo(this.#boundary, MAX_HEADER_BYTES);
    await this.#partHeader();
    const end = Buffer.concat([Buffer.from("\r\n"), this.#boundary]);
    return parseJsonObject((await this.#readTo(end, MAX_METADATA_BYTES)).toString());
  }

  /** The second part, after the first; its bytes end with the boundary that closes it. */
  async media(): Promise<{ contentType: string | undefined; bytes: AsyncIterable<Uint8Array> }> {
    const header = await this.#partHeader();
    const contentType = /^content-type:[ \t]*(.+?)[ \t]*$/im.exec(header)?.[1];
    return { contentType, bytes: this.#media() };
  }

  /** What stands between a boundary and the empty line. */
  async #partHeader(): Promise<string> {
    const header = await this.#readTo(HEADER_END, MAX_HEADER_BYTES);
    if (header.subarray(0, 2).toString() === "--") throw invalid("Multipart upload with too few parts.");
    return header.toString();
  }

  async *#media(): AsyncIterable<Uint8Array> {
    const end = Buffer.concat([Buffer.from("\r\n"), this.#boundary]);
    for (;;) {
      const index = this.#held.indexOf(end);
      if (index !== -1) {
        if (index > 0) yield this.#held.subarray(0, index);
        this.#held = this.#held.subarray(index + end.length);
        return await this.#finish();
      }
      const safe = this.#held.length - end.length + 1;
      if (safe > 0) {
        yield this.#held.subarray(0, safe);
        this.#held = this.#held.subarray(safe);
      }
      await this.#more();
    }
  }

  /** The rest must be the closing mark; anything longer is a third part. */
  async #finish(): Promise<void> {
    while (this.#held.length < 2) await this.#more();
    if (this.#held.subarray(0, 2).toString() !== "--") throw invalid("Multipart upload with too many parts.");
    for (let next = await this.#source.next(); !next.done; next = await this.#source.next());
  }

  /** What comes before the mark; the mark itself is dropped. */
  async #readTo(mark: Buffer, maxBytes: number): Promise<Buffer> {
    for (;;) {
      const index = this.#held.indexOf(mark);
      if (index !== -1) {
        const before = this.#held.subarray(0, index);
        this.#held = this.#held.subarray(index + mark.length);
        return before;
      }
      if (this.#held.length > maxBytes) throw invalid("Malformed multipart body.");
      await this.#more();
    }
  }

  async #more(): Promise<void> {
    const next = await this.#source.next();
    if (next.done) throw invalid("Multipart body ended early.");
    this.#held = this.#held.length === 0 ? Buffer.from(next.value) : Buffer.concat([this.#held, next.value]);
  }
}
