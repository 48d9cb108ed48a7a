/**
 * Firestore fields as Datastore properties and back.
 *
 * | value | meaning | where |
 * | --- | --- | --- |
 * | null, boolean, integer, double, string, reference | none | the field of that type; null has none |
 * | bytes | 14 | stringValue |
 * | timestamp | 7 | int64Value, microseconds |
 * | geo point | 9 | pointvalue: x latitude, y longitude |
 * | map | 19 | stringValue: an entity with an empty key |
 * | vector | 19 | the same with one property `__vector__` per dimension |
 * | list | its elements' | a property per element, multiple = true |
 * | empty list | 24 | no value, in the indexed properties |
 */
import { invalidArgument } from "../model/status.ts";
import {
  Bytes,
  GeoPoint,
  isArray,
  type MapValue,
  Reference,
  Timestamp,
  type Value,
  VectorValue,
} from "../model/value.ts";
import { toDocumentName, toKey } from "./document-key.ts";
import {
  type EntityMessage,
  entityCodec,
  fromInt64,
  type Int64,
  Meaning,
  type PropertyMessage,
  type PropertyValueMessage,
  toInt64,
} from "./entity-schema.ts";

/** Deeper maps than Firestore takes (20) come from a damaged or hostile file; the rest is room for old data. */
const MAX_NESTED_MAPS = 100;
const MICROS_PER_SECOND = 1_000_000n;
const NANOS_PER_MICRO = 1_000;
const VECTOR_PROPERTY = "__vector__";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The properties of an entity: indexed ones and raw (unindexed) ones. */
export interface Properties {
  property: PropertyMessage[];
  rawProperty: PropertyMessage[];
}

interface EncodedValue {
  meaning?: number;
  value: PropertyValueMessage;
}

/** Fields -> properties. All are raw but empty lists, as Google's emulator has it. */
export function toProperties(fields: MapValue): Properties {
  const properties: Properties = { property: [], rawProperty: [] };
  for (const [name, value] of fields) {
    if (!isArray(value)) {
      properties.rawProperty.push(toProperty(name, value, false));
    } else if (value.length === 0) {
      properties.property.push({ meaning: Meaning.EMPTY_LIST, name, multiple: false, value: {} });
    } else {
      properties.rawProperty.push(...value.map((element) => toProperty(name, element, true)));
    }
  }
  return properties;
}

/**
 * Properties -> fields; a list is as many properties of one name.
 * @throws StatusError INVALID_ARGUMENT for what no Firestore document can hold
 */
export function fromProperties(properties: Partial<Properties>, depth = 0): Map<string, Value> {
  const fields = new Map<string, Value>();
  const lists = new Map<string, Value[]>();
  for (const property of [...(properties.property ?? []), ...(properties.rawProperty ?? [])]) {
    const { name } = property;
    if (property.meaning === Meaning.EMPTY_LIST) {
      fields.set(name, lists.get(name) ?? []);
    } else if (property.multiple) {
      const list = lists.get(name) ?? [];
      list.push(decodeValue(property, depth));
      lists.set(name, list);
      fields.set(name, list);
    } else {
      fields.set(name, decodeValue(property, depth));
    }
  }
  return fields;
}

function toProperty(name: string, value: Value, multiple: boolean): PropertyMessage {
  return { name, multiple, ...encodeValue(value) };
}

function encodeValue(value: Value): EncodedValue {
  switch (typeof value) {
    case "boolean":
      return { value: { booleanValue: value } };
    case "bigint":
      return { value: { int64Value: toInt64(value) } };
    case "number":
      return { value: { doubleValue: value } };
    case "string":
      return { value: { stringValue: Buffer.from(value) } };
    default:
      return encodeObject(value);
  }
}

function encodeObject(value: Exclude<Value, boolean | bigint | number | string>): EncodedValue {
  if (value === null) {
    return { value: {} };
  }
  if (value instanceof Timestamp) {
    return { meaning: Meaning.TIMESTAMP, value: { int64Value: toInt64(toMicros(value)) } };
  }
  if (value instanceof Bytes) {
    return { meaning: Meaning.BLOB, value: { stringValue: value.data } };
  }
  if (value instanceof GeoPoint) {
    return { meaning: Meaning.GEO_POINT, value: { pointvalue: { x: value.latitude, y: value.longitude } } };
  }
  if (value instanceof Reference) {
    const { steps, ...key } = toKey(value.name);
    return { value: { referencevalue: { ...key, pathelement: steps } } };
  }
  if (value instanceof VectorValue) {
    return encodeMap(new Map([[VECTOR_PROPERTY, value.values]]));
  }
  if (isArray(value)) {
    throw invalidArgument("A list inside a list cannot be exported.");
  }
  return encodeMap(value);
}

function encodeMap(fields: MapValue): EncodedValue {
  const entity: EntityMessage = { key: { app: "", path: {} }, ...toProperties(fields), entityGroup: {} };
  return { meaning: Meaning.ENTITY, value: { stringValue: entityCodec.encode(entity) } };
}

function decodeValue({ name, meaning, value }: PropertyMessage, depth: number): Value {
  if (Object.hasOwn(value, "stringValue")) {
    return decodeBytes(name, meaning, value.stringValue ?? new Uint8Array(), depth);
  }
  if (value.int64Value !== undefined && Object.hasOwn(value, "int64Value")) {
    return decodeInteger(value.int64Value, meaning);
  }
  if (Object.hasOwn(value, "booleanValue")) {
    return value.booleanValue === true;
  }
  if (Object.hasOwn(value, "doubleValue")) {
    return value.doubleValue ?? 0;
  }
  if (value.pointvalue && Object.hasOwn(value, "pointvalue")) {
    return new GeoPoint(value.pointvalue.x, value.pointvalue.y);
  }
  if (value.referencevalue && Object.hasOwn(value, "referencevalue")) {
    const { app, databaseId, pathelement } = value.referencevalue;
    return new Reference(toDocumentName({ app, databaseId: databaseId ?? "", steps: pathelement ?? [] }));
  }
  return null;
}

function decodeInteger(value: Int64 | number, meaning: number | undefined): Value {
  const integer = fromInt64(value);
  return meaning === Meaning.TIMESTAMP ? fromMicros(integer) : integer;
}

function decodeBytes(name: string, meaning: number | undefined, bytes: Uint8Array, depth: number): Value {
  switch (meaning) {
    case Meaning.ENTITY:
      return decodeMap(bytes, depth + 1);
    case Meaning.BLOB:
    case Meaning.BYTESTRING:
      return new Bytes(Uint8Array.from(bytes));
    default:
      try {
        return utf8.decode(bytes);
      } catch {
        throw invalidArgument(`The string of the property "${name}" is not UTF-8.`);
      }
  }
}

function decodeMap(bytes: Uint8Array, depth: number): Value {
  if (depth > MAX_NESTED_MAPS) {
    throw invalidArgument(`Maps are nested more than ${MAX_NESTED_MAPS} deep.`);
  }
  const fields = fromProperties(entityCodec.decode(bytes), depth);
  const dimensions = fields.size === 1 ? fields.get(VECTOR_PROPERTY) : undefined;
  if (isArray(dimensions) && dimensions.every((dimension) => typeof dimension === "number")) {
    return new VectorValue(dimensions);
  }
  return fields;
}

/** Exact also for the years 1 and 9999, whose microseconds do not fit a double. */
function toMicros({ seconds, nanos }: Timestamp): bigint {
  return BigInt(seconds) * MICROS_PER_SECOND + BigInt(Math.floor(nanos / NANOS_PER_MICRO));
}

function fromMicros(micros: bigint): Timestamp {
  const rest = micros % MICROS_PER_SECOND;
  const within = rest < 0n ? rest + MICROS_PER_SECOND : rest;
  return new Timestamp(Number((micros - within) / MICROS_PER_SECOND), Number(within) * NANOS_PER_MICRO);
}
