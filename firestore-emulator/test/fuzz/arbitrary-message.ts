import fc from "fast-check";
import protobuf from "protobufjs";
import { toInt64 } from "../../src/export/entity-schema.ts";

const MAX_DEPTH = 7;
const MAX_ITEMS = 3;
const MAX_FIELDS = 4;
/** Without these a request is refused before the rest of it is looked at. */
const NEEDED = new Set([
  "database",
  "parent",
  "name",
  "structuredQuery",
  "structuredAggregationQuery",
  "document",
]);
const ROOT = "projects/demo-fuzz/databases/(default)/documents";

/** Texts that mean something somewhere in a request, right or wrong. */
const TEXTS = [
  "",
  "projects/demo-fuzz/databases/(default)",
  ROOT,
  `${ROOT}/visitors/ada`,
  `${ROOT}/visitors`,
  `${ROOT}/visitors/ada/chats/c1`,
  `${ROOT}//`,
  `${ROOT}/visitors/__id7__`,
  `${ROOT}/visitors/__x__`,
  "projects/other/databases/archive/documents/visitors/ada",
  "visitors",
  "ada",
  "name",
  "a.b",
  "a..b",
  "`odd name`",
  "__name__",
  "__type__",
  "__vector__",
  "value",
  "*",
  "\u0000",
  "\ud800",
  "é😀",
  "x".repeat(2_000),
];
const DOCUMENTS = [`${ROOT}/visitors/ada`, `${ROOT}/visitors/grace`, `${ROOT}/visitors/ada/chats/c1`];
const FITTING: Readonly<Record<string, readonly string[]>> = {
  database: ["projects/demo-fuzz/databases/(default)"],
  parent: [ROOT, `${ROOT}/visitors/ada`],
  name: DOCUMENTS,
  document: DOCUMENTS,
  documents: DOCUMENTS,
  delete: DOCUMENTS,
  verify: DOCUMENTS,
  referenceValue: DOCUMENTS,
  collectionId: ["visitors", "chats"],
  documentId: ["ada", "new", ""],
  fieldPath: ["name", "a.b", "__name__", "`odd name`"],
  fieldPaths: ["name", "a.b", "value"],
  alias: ["a1", "a2"],
};
const NUMBERS = [0, 1, -1, 2, 9, 31, 501, 2_147_483_647, -2_147_483_648];
const LONGS = [0n, 1n, -1n, 253_402_300_799n, -62_135_596_800n, 2n ** 63n - 1n, -(2n ** 63n)];
const DOUBLES = [0, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, -1e308, 91, -181];

/**
 * Messages of a type that decode, with fields, lists and maps in and out of place. Unlike random bytes they get
 * past the decoder, to the code that must refuse them.
 */
export function arbitraryMessage(type: protobuf.Type, depth = 0): fc.Arbitrary<Record<string, unknown>> {
  if (depth >= MAX_DEPTH) {
    return fc.constant({});
  }
  const fields = type.fieldsArray.map(
    (field) => [field.name, arbitraryField(field.resolve(), depth)] as const,
  );
  const isNeeded = ([name]: readonly [string, unknown]) => depth === 0 && NEEDED.has(name);
  const others = fields.filter((field) => !isNeeded(field));
  const maxLength = depth === 0 ? others.length : Math.min(MAX_FIELDS, others.length);
  return fc
    .subarray(others, { maxLength })
    .chain((chosen) =>
      fc.record(Object.fromEntries(oneOfEach(type, [...fields.filter(isNeeded), ...chosen]))),
    );
}

/** Of a oneof's fields only the first stays, as an encoder would have it. */
function oneOfEach<T>(
  type: protobuf.Type,
  chosen: readonly (readonly [string, T])[],
): (readonly [string, T])[] {
  const taken = new Set<protobuf.OneOf>();
  return chosen.filter(([name]) => {
    const oneof = type.fields[name]?.partOf;
    return oneof ? !taken.has(oneof) && taken.add(oneof) : true;
  });
}

function arbitraryField(field: protobuf.Field, depth: number): fc.Arbitrary<unknown> {
  const value = arbitraryValue(field, depth);
  if (field instanceof protobuf.MapField) {
    return fc.dictionary(fc.constantFrom(...TEXTS.slice(11)), value, { maxKeys: MAX_ITEMS });
  }
  return field.repeated ? fc.array(value, { maxLength: MAX_ITEMS }) : value;
}

function arbitraryValue(field: protobuf.Field, depth: number): fc.Arbitrary<unknown> {
  const { resolvedType, type } = field;
  if (resolvedType instanceof protobuf.Enum) {
    return fc.constantFrom(...Object.values(resolvedType.values), 99);
  }
  if (resolvedType instanceof protobuf.Type) {
    return fc.constant(resolvedType).chain((nested) => arbitraryMessage(nested, depth + 1));
  }
  switch (type) {
    case "string":
      return arbitraryText(field.name);
    case "bytes":
      return fc.uint8Array({ maxLength: 30 });
    case "bool":
      return fc.boolean();
    case "double":
    case "float":
      return fc.constantFrom(...DOUBLES);
    case "int64":
    case "uint64":
      return fc.constantFrom(...LONGS).map(toInt64);
    default:
      return fc.constantFrom(...NUMBERS);
  }
}

/** Mostly what belongs into a field of that name, so that the rest of the message is looked at as well. */
function arbitraryText(fieldName: string): fc.Arbitrary<string> {
  const wild = fc.oneof(fc.constantFrom(...TEXTS), fc.string());
  const fitting = FITTING[fieldName];
  return fitting
    ? fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...fitting) }, { weight: 1, arbitrary: wild })
    : wild;
}
