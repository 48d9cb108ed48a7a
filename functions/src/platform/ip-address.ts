import { isIP } from "node:net";

/** The eight groups of an IPv6 address, as the URL standard writes them out. */
export function groupsOf(address: string): string[] {
  const compact = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = compact.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array(8 - before.length - after.length).fill("0");
  return [...before, ...zeros, ...after];
}

/** `::ffff:a.b.c.d`, by which an IPv4 client is seen on a socket that speaks both. */
export function mappedIPv4(groups: readonly string[]): string | null {
  const isMapped = groups.slice(0, 5).every((group) => group === "0") && groups[5] === "ffff";
  if (!isMapped) return null;
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** Keys of addresses that sort as the addresses do: a range of addresses is a range of keys. */
export interface AddressRange {
  readonly from: string;
  readonly to: string;
}

interface Parsed {
  readonly kind: "v4" | "v6";
  readonly value: bigint;
  readonly bits: 32 | 128;
}

function parse(address: string): Parsed | null {
  const kind = isIP(address);
  if (kind === 0) return null;
  const groups = kind === 6 ? groupsOf(address) : [];
  const v4 = kind === 4 ? address : mappedIPv4(groups);
  if (v4 !== null) {
    const value = v4.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
    return { kind: "v4", value, bits: 32 };
  }
  const value = groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
  return { kind: "v6", value, bits: 128 };
}

function keyOf({ kind, bits }: Parsed, value: bigint): string {
  return `${kind}:${value.toString(16).padStart(bits / 4, "0")}`;
}

/** The key of an address, or of the first one of a network such as `2001:db8::/64`. null: it is no address. */
export function addressKey(address: string): string | null {
  const parsed = parse(address.split("/", 1)[0] ?? "");
  return parsed && keyOf(parsed, parsed.value);
}

/** What one customer of a network holds: one IPv4 address, or a /64 of IPv6. */
const OWN_PREFIX = { v4: 32, v6: 64 } as const;

/** A network in CIDR notation, or a single address, as a range of keys with its prefix. null: it is neither. */
export function addressRange(cidr: string): (AddressRange & { kind: "v4" | "v6"; prefix: number }) | null {
  const [address = "", length] = cidr.split("/");
  const parsed = parse(address);
  if (!parsed) return null;
  const prefix = length === undefined ? OWN_PREFIX[parsed.kind] : Number(length);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > parsed.bits) return null;
  const size = 1n << BigInt(parsed.bits - prefix);
  const first = (parsed.value / size) * size;
  const { kind } = parsed;
  return { kind, prefix, from: keyOf(parsed, first), to: keyOf(parsed, first + size - 1n) };
}

export const isWithin = (key: string, { from, to }: AddressRange): boolean => key >= from && key <= to;
