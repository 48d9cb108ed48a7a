/** From `start` up to, not including, `end`; both are offsets in bytes. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where the bytes of objects lie. A blob never changes once it is finished. */
export interface Blobs {
  create(): Promise<BlobWriter>;
  /** Only of finished blobs. A blob that is deleted meanwhile is still read to its end. */
  read(id: string, range: ByteRange): AsyncIterable<Uint8Array>;
  delete(id: string): Promise<void>;
  /** Frees everything that only this process needed. */
  close(): Promise<void>;
}

/** A blob in the making: bytes are appended, then it is finished or discarded. */
export interface BlobWriter {
  readonly id: string;
  readonly size: number;
  /** @throws StorageError 403 quotaExceeded when the store is full; the writer is then to be discarded */
  write(bytes: Uint8Array): Promise<void>;
  finish(): Promise<void>;
  discard(): Promise<void>;
}
