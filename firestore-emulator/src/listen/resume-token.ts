import { Timestamp } from "../model/value.ts";

const VERSION = 1;
const RUN_ID_BYTES = 8;
const TOKEN_BYTES = 1 + RUN_ID_BYTES + 8;

/**
 * Resume tokens say up to when a client is current: a version byte, the id of this run of the database
 * (another run's history is unknown, so its tokens start from nothing), and microseconds since 1970.
 */
export function encodeResumeToken(runId: Buffer, time: Timestamp): Buffer {
  const token = Buffer.alloc(TOKEN_BYTES);
  token.writeUInt8(VERSION, 0);
  runId.copy(token, 1, 0, RUN_ID_BYTES);
  token.writeBigInt64BE(BigInt(time.toMicros()), 1 + RUN_ID_BYTES);
  return token;
}

/** The time in the token; undefined for another run's token or for bytes that are no token. */
export function decodeResumeToken(runId: Buffer, token: Uint8Array): Timestamp | undefined {
  if (token.length !== TOKEN_BYTES || token[0] !== VERSION) return undefined;
  const bytes = Buffer.from(token.buffer, token.byteOffset, token.length);
  if (!bytes.subarray(1, 1 + RUN_ID_BYTES).equals(runId)) return undefined;
  return Timestamp.fromMicros(Number(bytes.readBigInt64BE(1 + RUN_ID_BYTES)));
}
