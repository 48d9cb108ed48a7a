import { createHash } from "node:crypto";

const FILTER_BITS = 2_048;
const PROBES = 4;

/** Four positions from one hash: independent enough, as SHA-256's bits are. */
function positionsOf(id: string): number[] {
  const digest = createHash("sha256").update(id).digest();
  return Array.from({ length: PROBES }, (_, i) => digest.readUInt32BE(i * 4) % FILTER_BITS);
}

function decode(filter: string): Buffer {
  return filter === "" ? Buffer.alloc(FILTER_BITS / 8) : Buffer.from(filter, "base64");
}

/**
 * The ids that senders chose for their messages, as a Bloom filter kept in the conversation: a message whose id is
 * surely new needs no read to find that out, although a repeated one may lie in any of the conversation's threads.
 * A false hit costs reads, never correctness.
 * Source: B. H. Bloom, Space/time trade-offs in hash coding with allowable errors, CACM 13 (7), 1970.
 */
export const sentIds = {
  empty: "",

  /** False means surely never sent. */
  mayHold(filter: string, id: string): boolean {
    if (filter === "") return false;
    const bits = decode(filter);
    return positionsOf(id).every((at) => ((bits[at >> 3] ?? 0) & (1 << (at & 7))) !== 0);
  },

  /** The filter with this id in it. */
  with(filter: string, id: string): string {
    const bits = decode(filter);
    for (const at of positionsOf(id)) bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
    return bits.toString("base64");
  },
};
