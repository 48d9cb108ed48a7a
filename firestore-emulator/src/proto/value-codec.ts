import { FieldPath } from "../model/field-path.ts";
import { LIMITS } from "../model/limits.ts";
import { parseDocumentName } from "../model/path.ts";
import { invalidArgument } from "../model/status.ts";
import { checkTimestamp, Timestamp } from "../model/timestamp.ts";
import {
  Bytes,
  GeoPoint,
  isArray,
  isMap,
  type MapValue,
  Reference,
  type Value,
  VectorValue,
} from "../model/value.ts";
import type { google } from "./protos.ts";

type ValueMessage = google.firestore.v1.IValue;
type FieldMessages = { [key: string]: ValueMessage } | null | undefined;
/** A decoded 64-bit integer: a Long of protobufjs, or what JSON made of it. */
type Int64 = number | string | { readonly low: number; readonly high: number };

const VECTOR_TYPE = "__vector__";
/** Deeper values are refused while decoding, before recursion could hurt. Documents have their own, lower limit. */
const MAX_DECODE_DEPTH = 100;

/** A wire value as a native one. Throws INVALID_ARGUMENT. */
export function decodeValue(message: ValueMessage, depth = 0): Value {
  if (depth > MAX_DECODE_DEPTH) throw invalidArgument("Value is nested too deeply.");
  for (const key of Object.keys(message) as (keyof ValueMessage)[]) {
    const value = message[key];
    if (value === undefined || (value === null && key !== "nullValue")) continue;
    switch (key) {
      case "nullValue":
        return null;
      case "booleanValue":
        return value as boolean;
      case "integerValue":
        return decodeInt64(value as Int64);
      case "doubleValue":
        return value as number;
      case "stringValue":
        return decodeString(value as string);
      case "timestampValue":
        return decodeTimestamp(value as google.protobuf.ITimestamp).truncatedToMicros();
      case "bytesValue":
        return decodeBytes(value as Uint8Array);
      case "referenceValue":
        parseDocumentName(value as string);
        return new Reference(value as string);
      case "geoPointValue":
        return decodeGeoPoint(value as google.type.ILatLng);
      case "arrayValue":
        return decodeArray(value as google.firestore.v1.IArrayValue, depth);
      case "mapValue":
        return decodeMap(value as google.firestore.v1.IMapValue, depth);
    }
  }
  throw invalidArgument("Cannot convert firestore.v1.Value with type unset");
}

/** A document's or a map's fields. */
export function decodeFields(fields: FieldMessages, depth = 0): MapValue {
  const decoded = new Map<string, Value>();
  if (!fields) return decoded;
  for (const key of Object.keys(fields)) decoded.set(key, decodeValue(fields[key] ?? {}, depth + 1));
  return decoded;
}

function decodeArray(array: google.firestore.v1.IArrayValue, depth: number): Value {
  return (array.values ?? []).map((element) => decodeValue(element, depth + 1));
}

function decodeMap(map: google.firestore.v1.IMapValue, depth: number): Value {
  const fields = decodeFields(map.fields, depth);
  return fields.get("__type__") === VECTOR_TYPE ? decodeVector(fields) : fields;
}

function decodeVector(fields: MapValue): VectorValue {
  const values = fields.get("value");
  if (!isArray(values)) throw invalidArgument("A vector needs an array of doubles in 'value'.");
  if (values.length > LIMITS.MAX_VECTOR_DIMENSIONS) {
    throw invalidArgument("Cannot store vectors with more than 2048 dimensions.");
  }
  return new VectorValue(
    values.map((value) => {
      if (typeof value !== "number" && typeof value !== "bigint") {
        throw invalidArgument("A vector needs an array of doubles in 'value'.");
      }
      return Number(value);
    }),
  );
}

function decodeString(text: string): string {
  if (text.length > LIMITS.MAX_DOCUMENT_SIZE_BYTES)
    throw invalidArgument("A string value is longer than 1 MiB.");
  return text;
}

function decodeBytes(data: Uint8Array): Bytes {
  // A copy: the decoded message shares the memory of the whole request.
  return new Bytes(Uint8Array.from(data));
}

function decodeGeoPoint(point: google.type.ILatLng): GeoPoint {
  const latitude = point.latitude ?? 0;
  const longitude = point.longitude ?? 0;
  if (!(latitude >= -90 && latitude <= 90) || !(longitude >= -180 && longitude <= 180)) {
    throw invalidArgument(`Geo point (${latitude}, ${longitude}) is out of range.`);
  }
  return new GeoPoint(latitude, longitude);
}

export function decodeInt64(value: Int64): bigint {
  if (typeof value === "object") return (BigInt(value.high) << 32n) | BigInt(value.low >>> 0);
  return BigInt(value);
}

/** A decoded 64-bit count as a number. */
export function decodeCount(value: Int64 | null | undefined): number {
  return value === null || value === undefined ? 0 : Number(decodeInt64(value));
}

/** Checked, with full precision. */
export function decodeTimestamp(message: google.protobuf.ITimestamp): Timestamp {
  return checkTimestamp(new Timestamp(decodeCount(message.seconds as Int64), message.nanos ?? 0));
}

/** A native value as a message to encode. */
export function encodeValue(value: Value): ValueMessage {
  switch (typeof value) {
    case "string":
      return { stringValue: value };
    case "bigint":
      return { integerValue: encodeInt64(value) };
    case "number":
      return { doubleValue: value };
    case "boolean":
      return { booleanValue: value };
    default:
      return encodeObject(value);
  }
}

function encodeObject(value: Exclude<Value, string | bigint | number | boolean>): ValueMessage {
  if (value === null) return { nullValue: 0 as never };
  if (value instanceof Timestamp) return { timestampValue: encodeTimestamp(value) };
  if (isMap(value)) return { mapValue: { fields: encodeFields(value) } };
  if (isArray(value)) return { arrayValue: { values: value.map(encodeValue) } };
  if (value instanceof Reference) return { referenceValue: value.name };
  if (value instanceof Bytes) return { bytesValue: value.data };
  if (value instanceof GeoPoint) {
    return { geoPointValue: { latitude: value.latitude, longitude: value.longitude } };
  }
  return { mapValue: { fields: encodeVector(value as VectorValue) } };
}

function encodeVector(vector: VectorValue): { [key: string]: ValueMessage } {
  return {
    __type__: { stringValue: VECTOR_TYPE },
    value: { arrayValue: { values: vector.values.map((value) => ({ doubleValue: value })) } },
  };
}

export function encodeFields(fields: MapValue): { [key: string]: ValueMessage } {
  // Without a prototype a field may have any name, "__proto__" included.
  const encoded: { [key: string]: ValueMessage } = Object.create(null);
  for (const [key, value] of fields) encoded[key] = encodeValue(value);
  return encoded;
}

/** protobufjs writes {low, high} as it is; the generated declarations only know numbers and strings. */
function encodeInt64(value: bigint): never {
  const unsigned = BigInt.asUintN(64, value);
  return {
    low: Number(unsigned & 0xffffffffn) | 0,
    high: Number(unsigned >> 32n) | 0,
    unsigned: false,
  } as never;
}

export function encodeTimestamp(time: Timestamp): google.protobuf.ITimestamp {
  return { seconds: time.seconds, nanos: time.nanos };
}

/** The paths of a mask; undefined when there is none. */
export function decodeMask(
  mask: google.firestore.v1.IDocumentMask | null | undefined,
): FieldPath[] | undefined {
  return mask ? (mask.fieldPaths ?? []).map((path) => FieldPath.parse(path)) : undefined;
}
