const SURROGATES_START = 0xd800;
const SLASH = 0x2f;

const SURROGATE = /[\ud800-\udfff]/;

/**
 * Compares two UTF-16 strings by their UTF-8 bytes, as Firestore does.
 * The two orders differ only where a surrogate meets a unit above the surrogates.
 */
export function compareUtf8(a: string, b: string): number {
  if (a === b) return 0;
  if (!SURROGATE.test(a) && !SURROGATE.test(b)) return a < b ? -1 : 1;
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return compareUnits(x, y);
  }
  return a.length - b.length;
}

function compareUnits(x: number, y: number): number {
  if (x >= SURROGATES_START && y >= SURROGATES_START) {
    const xIsSurrogate = x <= 0xdfff;
    const yIsSurrogate = y <= 0xdfff;
    if (xIsSurrogate !== yIsSurrogate) return xIsSurrogate ? 1 : -1;
  }
  return x - y;
}

const NUMERIC_ID = /^__id(-?\d+)__$/;

/**
 * Compares two resource names segment by segment. Numeric ids (`__id7__`, made by Datastore) sort
 * before all other ids and by number.
 */
export function compareResourceNames(a: string, b: string): number {
  if (a === b) return 0;
  const shared = Math.min(a.length, b.length);
  let at = 0;
  while (at < shared && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  const segment = a.lastIndexOf("/", at - 1) + 1;
  if (a.startsWith("__id", segment) || b.startsWith("__id", segment)) {
    return compareSegments(a.split("/"), b.split("/"));
  }
  if (at === shared) return a.length - b.length;
  const x = a.charCodeAt(at);
  const y = b.charCodeAt(at);
  if (x === SLASH) return -1;
  if (y === SLASH) return 1;
  return compareUnits(x, y);
}

function compareSegments(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const order = compareIds(a[i] as string, b[i] as string);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareIds(a: string, b: string): number {
  const aNumber = NUMERIC_ID.exec(a)?.[1];
  const bNumber = NUMERIC_ID.exec(b)?.[1];
  if (aNumber !== undefined && bNumber !== undefined) {
    const difference = BigInt(aNumber) - BigInt(bNumber);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  if (aNumber !== undefined) return -1;
  if (bNumber !== undefined) return 1;
  return compareUtf8(a, b);
}

export type OrderingOperator = "<" | "<=" | ">" | ">=";

/** Whether a comparison's outcome (negative, 0, positive; NaN for unordered) satisfies the operator. */
export function holds(op: OrderingOperator, order: number): boolean {
  switch (op) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}
