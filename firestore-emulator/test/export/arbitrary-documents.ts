import fc from "fast-check";
import {
  Bytes,
  GeoPoint,
  type MapValue,
  Reference,
  Timestamp,
  type Value,
  VectorValue,
} from "../../src/model/value.ts";

const MIN_SECONDS = -62_135_596_800;
const MAX_SECONDS = 253_402_300_799;

const documentId = fc.oneof(
  fc
    .string({ minLength: 1, maxLength: 12, unit: "grapheme" })
    .filter((id) => !/\/|^\.{1,2}$|^__.*__$/u.test(id)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((id) => `__id${id}__`),
  fc.constantFrom("0", "42", "__id007__", "Ada Lovelace"),
);
const path = fc
  .array(fc.tuple(fc.constantFrom("visitors", "conversations", "7"), documentId), {
    minLength: 1,
    maxLength: 4,
  })
  .map((steps) => steps.flat().join("/"));

/** Names of documents in several projects and databases. */
export const documentName: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom("demo-livechat", "other"), fc.constantFrom("(default)", "archive"), path)
  .map(
    ([project, database, documentPath]) =>
      `projects/${project}/databases/${database}/documents/${documentPath}`,
  );

const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(null, Number.NaN, -0, Number.POSITIVE_INFINITY, "", 0n),
  fc.boolean(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.double(),
  fc.string({ unit: "grapheme" }),
  fc.uint8Array({ maxLength: 20 }).map((data) => new Bytes(data)),
  fc
    .tuple(fc.integer({ min: MIN_SECONDS, max: MAX_SECONDS }), fc.integer({ min: 0, max: 999_999 }))
    .map(([seconds, micros]) => new Timestamp(seconds, micros * 1_000)),
  fc
    .tuple(fc.double({ min: -90, max: 90, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true }))
    .map(([latitude, longitude]) => new GeoPoint(latitude, longitude)),
  documentName.map((name) => new Reference(name)),
  fc.array(fc.double(), { minLength: 1, maxLength: 4 }).map((values) => new VectorValue(values)),
);

const fieldName = fc
  .string({ minLength: 1, maxLength: 10, unit: "grapheme" })
  .filter((name) => !/^__.*__$/u.test(name));

/** Fields with every type of value, lists without lists in them. */
export const fields: fc.Arbitrary<MapValue> = fc.letrec<{ map: MapValue; value: Value; element: Value }>(
  (tie) => ({
    map: fc.array(fc.tuple(fieldName, tie("value")), { maxLength: 4 }).map((entries) => new Map(entries)),
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      scalar,
      tie("map"),
      fc.array(tie("element"), { maxLength: 4 }),
    ),
    element: fc.oneof({ depthSize: "small" }, scalar, tie("map")),
  }),
).map;

export const exportedDocument = fc.record({ name: documentName, fields });
