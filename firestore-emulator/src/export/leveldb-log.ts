/**
 * The LevelDB log format, in which an export keeps its records: blocks of 32 KiB, each a row of fragments with a
 * seven-byte header (masked CRC32C of type and data, length, type). A record that does not fit into the rest of its
 * block is cut into FIRST, MIDDLE and LAST fragments; fewer than seven bytes at the end of a block are zeros.
 * Source: https://github.com/google/leveldb/blob/main/doc/log_format.md
 */
import crc32c from "crc-32/crc32c.js";
import { StatusCode, StatusError } from "../model/status.ts";

const BLOCK_SIZE_BYTES = 32_768;
const HEADER_SIZE_BYTES = 7;
const CRC_MASK_DELTA = 0xa282ead8;

enum FragmentType {
  Zero = 0,
  Full = 1,
  First = 2,
  Middle = 3,
  Last = 4,
}

interface Fragment {
  type: number;
  data: Uint8Array;
}

/** Cuts records into fragments; keeps count of where in the file, and so in the block, the next one goes. */
export class LogWriter {
  #length = 0;

  /** Bytes produced so far, which is the size of the file. */
  get length(): number {
    return this.#length;
  }

  /** The bytes to append to the file for one record. */
  encode(record: Uint8Array): Uint8Array {
    const pieces: Uint8Array[] = [];
    let offset = 0;
    let first = true;
    do {
      const room = this.#roomForData(pieces);
      const data = record.subarray(offset, offset + room);
      offset += data.length;
      const last = offset === record.length;
      pieces.push(encodeFragment({ type: fragmentType(first, last), data }));
      this.#length += HEADER_SIZE_BYTES + data.length;
      first = false;
    } while (offset < record.length);
    return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
  }

  /** How much data the block still takes; pads the block when not even a header fits. */
  #roomForData(pieces: Uint8Array[]): number {
    const left = BLOCK_SIZE_BYTES - (this.#length % BLOCK_SIZE_BYTES);
    if (left >= HEADER_SIZE_BYTES) {
      return left - HEADER_SIZE_BYTES;
    }
    pieces.push(new Uint8Array(left));
    this.#length += left;
    return BLOCK_SIZE_BYTES - HEADER_SIZE_BYTES;
  }
}

/** A whole log file of the given records. */
export function writeLog(records: Iterable<Uint8Array>): Uint8Array {
  const writer = new LogWriter();
  return Buffer.concat(Array.from(records, (record) => writer.encode(record)));
}

/**
 * The records of a log file, in order.
 * @param name of the file, for the messages
 * @throws StatusError INVALID_ARGUMENT with the byte at which the file stops making sense
 */
export function* readLog(file: Uint8Array, name: string): Generator<Uint8Array> {
  let started: Uint8Array[] | undefined;
  for (const { type, data, offset } of readFragments(file, name)) {
    const opens = type === FragmentType.Full || type === FragmentType.First;
    if (opens !== (started === undefined)) {
      throw invalid("Invalid record", name, offset);
    }
    if (type === FragmentType.Full) {
      yield data;
      continue;
    }
    started = [...(started ?? []), data];
    if (type === FragmentType.Last) {
      yield Buffer.concat(started);
      started = undefined;
    }
  }
  if (started !== undefined) {
    throw invalid("Invalid record", name, file.length);
  }
}

function* readFragments(file: Uint8Array, name: string): Generator<Fragment & { offset: number }> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let offset = 0;
  while (offset < file.length) {
    const left = BLOCK_SIZE_BYTES - (offset % BLOCK_SIZE_BYTES);
    if (left < HEADER_SIZE_BYTES) {
      offset += left;
      continue;
    }
    if (file.length - offset < HEADER_SIZE_BYTES) {
      throw invalid("Invalid record", name, offset);
    }
    const checksum = view.getUint32(offset, true);
    const length = view.getUint16(offset + 4, true);
    const type = view.getUint8(offset + 6);
    if (type === FragmentType.Zero && length === 0 && checksum === 0) {
      offset += left; // The rest of a preallocated block.
      continue;
    }
    const end = offset + HEADER_SIZE_BYTES + length;
    if (
      type < FragmentType.Full ||
      type > FragmentType.Last ||
      end > file.length ||
      length > left - HEADER_SIZE_BYTES
    ) {
      throw invalid("Invalid record", name, offset);
    }
    const data = file.subarray(offset + HEADER_SIZE_BYTES, end);
    if (checksum !== maskedChecksum(type, data)) {
      throw invalid("Checksum doesn't validate", name, offset);
    }
    yield { type, data, offset };
    offset = end;
  }
}

function fragmentType(first: boolean, last: boolean): FragmentType {
  if (first) {
    return last ? FragmentType.Full : FragmentType.First;
  }
  return last ? FragmentType.Last : FragmentType.Middle;
}

function encodeFragment({ type, data }: Fragment): Uint8Array {
  const fragment = Buffer.alloc(HEADER_SIZE_BYTES + data.length);
  fragment.writeUInt32LE(maskedChecksum(type, data), 0);
  fragment.writeUInt16LE(data.length, 4);
  fragment.writeUInt8(type, 6);
  fragment.set(data, HEADER_SIZE_BYTES);
  return fragment;
}

/** LevelDB rotates and shifts each CRC, so that the CRC of data which holds CRCs stays useful. */
function maskedChecksum(type: number, data: Uint8Array): number {
  const crc = crc32c.buf(data, crc32c.buf([type]));
  return (((crc >>> 15) | (crc << 17)) + CRC_MASK_DELTA) >>> 0;
}

function invalid(problem: string, name: string, offset: number): StatusError {
  return new StatusError(StatusCode.INVALID_ARGUMENT, `${problem}. (${name}, byte ${offset})`);
}
