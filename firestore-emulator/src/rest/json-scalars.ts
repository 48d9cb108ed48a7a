const INT_RANGES: Record<string, readonly [bigint, bigint]> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

/** `undefined` means that the JSON does not fit the type; a `problem` says why in Google's words. */
export type Read = { value: unknown } | { problem: string } | undefined;

/**
 * Reads one scalar of proto3 JSON. 64-bit integers become decimal strings, 32-bit ones numbers,
 * bytes a Buffer (standard or URL-safe base64, padding optional).
 */
export function readScalar(type: string, json: unknown): Read {
  switch (type) {
    case "string":
      return typeof json === "string" ? { value: json } : undefined;
    case "bool":
      return readBool(json);
    case "bytes":
      return readBytes(json);
    case "double":
    case "float":
      return readDouble(json);
    default:
      return readInteger(type, json);
  }
}

function readBool(json: unknown): Read {
  if (typeof json === "boolean") return { value: json };
  if (json === "true" || json === "false") return { value: json === "true" };
  return undefined;
}

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

function readBytes(json: unknown): Read {
  if (typeof json !== "string") return undefined;
  const digits = json.replace(/=+$/, "").length;
  if (!BASE64.test(json) || digits % 4 === 1) {
    return { problem: `Base64 decoding failed for ${JSON.stringify(json)}` };
  }
  return { value: Buffer.from(json, "base64") };
}

const DOUBLE = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;
const DOUBLE_WORDS: Record<string, number> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};

function readDouble(json: unknown): Read {
  if (typeof json === "number") return { value: json };
  if (typeof json !== "string") return undefined;
  if (Object.hasOwn(DOUBLE_WORDS, json)) return { value: DOUBLE_WORDS[json] };
  return DOUBLE.test(json) ? { value: Number(json) } : undefined;
}

const INTEGER = /^-?[0-9]{1,20}$/;

function readInteger(type: string, json: unknown): Read {
  const range = INT_RANGES[type];
  const integer = exactInteger(json);
  if (range === undefined || integer === undefined) return undefined;
  if (integer < range[0] || integer > range[1]) return undefined;
  return { value: type.endsWith("64") ? String(integer) : Number(integer) };
}

function exactInteger(json: unknown): bigint | undefined {
  if (typeof json === "number") return Number.isInteger(json) ? BigInt(json) : undefined;
  if (typeof json !== "string") return undefined;
  if (INTEGER.test(json)) return BigInt(json);
  // "1.0" and "1e3" are whole numbers too.
  const number = DOUBLE.test(json) ? Number(json) : Number.NaN;
  return Number.isSafeInteger(number) ? BigInt(number) : undefined;
}
