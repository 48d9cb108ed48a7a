import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeEntity, encodeEntity } from "../../src/export/entity.ts";
import { type EntityMessage, entityCodec } from "../../src/export/entity-schema.ts";
import { toProperties } from "../../src/export/properties.ts";
import { Bytes, GeoPoint, Reference, Timestamp, type Value, VectorValue } from "../../src/model/value.ts";
import { exportedDocument } from "./arbitrary-documents.ts";

const ADA = "projects/demo-livechat/databases/(default)/documents/visitors/ada";

function hex(value: Value): string {
  const { property, rawProperty } = toProperties(new Map([["f", value]]));
  const [first] = [...property, ...rawProperty];
  const entity: EntityMessage = {
    key: { app: "", path: {} },
    property: first ? [first] : [],
    entityGroup: {},
  };
  // Cut away the empty key (6a046a007200), the property's tag and length, and the empty entity group (820100).
  return Buffer.from(entityCodec.encode(entity)).toString("hex").slice(12, -6);
}

test("what goes in comes out, for every type of value", () => {
  fc.assert(
    fc.property(exportedDocument, (document) => {
      const read = decodeEntity(encodeEntity(document));
      expect(read.name).toBe(document.name);
      expect(new Map([...read.fields].sort())).toEqual(new Map([...document.fields].sort()));
    }),
    { numRuns: 300 },
  );
});

test("each type has the bytes that Google's emulator gives it", () => {
  const property = (body: string) => `72${(body.length / 2).toString(16).padStart(2, "0")}${body}`;
  const named = "1a0166";
  expect(hex(null)).toBe(property(`${named}20002a00`));
  expect(hex(true)).toBe(property(`${named}20002a021001`));
  expect(hex(42n)).toBe(property(`${named}20002a02082a`));
  expect(hex(-7n)).toBe(property(`${named}20002a0b08f9ffffffffffffffff01`));
  expect(hex(1.5)).toBe(property(`${named}20002a0921000000000000f83f`));
  expect(hex("Ada")).toBe(property(`${named}20002a051a03416461`));
  expect(hex(new Bytes(Uint8Array.of(0, 255)))).toBe(property(`080e${named}20002a041a0200ff`));
  expect(hex(new Timestamp(1, 2_000))).toBe(property(`0807${named}20002a0408c2843d`));
  expect(hex(new GeoPoint(1, 2))).toBe(
    property(`0809${named}20002a142b31000000000000f03f3900000000000000402c`),
  );
  expect(hex(new Map())).toBe(property(`0813${named}20002a0b1a096a046a007200820100`));
  expect(hex([])).toBe(property(`0818${named}20002a00`));
  expect(hex([7n])).toBe(property(`${named}20012a020807`));
});

test("a vector is a map with one property for each dimension", () => {
  const { rawProperty } = toProperties(new Map([["f", new VectorValue([1, 2.5])]]));
  expect(rawProperty[0]?.meaning).toBe(19);
  const nested = entityCodec.decode(rawProperty[0]?.value.stringValue ?? new Uint8Array());
  expect(nested.rawProperty?.map(({ name, multiple, value }) => [name, multiple, value.doubleValue])).toEqual(
    [
      ["__vector__", true, 1],
      ["__vector__", true, 2.5],
    ],
  );
});

test("ids of the form __id7__ are numbers in the key, and only those", () => {
  const key = (id: string) =>
    entityCodec.decode(encodeEntity({ name: `${ADA}/chats/${id}`, fields: new Map() })).key;
  expect(key("__id7__").path.element?.[1]).toMatchObject({ type: "chats", id: { low: 7, high: 0 } });
  for (const id of ["7", "__id07__", "__id-0__", "__id9223372036854775808__"]) {
    expect(key(id).path.element?.[1]).toEqual({ type: "chats", name: id });
  }
});

test("other databases are named in the key and in references, the default one is not", () => {
  const name = "projects/demo-livechat/databases/archive/documents/visitors/ada";
  const archived = entityCodec.decode(
    encodeEntity({ name, fields: new Map([["twin", new Reference(ADA)]]) }),
  );
  expect(archived.key).toMatchObject({ app: "dev~demo-livechat", databaseId: "archive" });
  expect(archived.rawProperty?.[0]?.value.referencevalue).not.toHaveProperty("databaseId", "(default)");
});

test("managed exports of production are read: indexed properties, other app prefix, byte strings", () => {
  const entity: EntityMessage = {
    key: { app: "s~livechat-prod", path: { element: [{ type: "visitors", name: "ada" }] } },
    property: [
      { name: "age", multiple: false, value: { int64Value: 36 } },
      { name: "raw", meaning: 16, multiple: false, value: { stringValue: Uint8Array.of(1) } },
      { name: "note", meaning: 15, multiple: false, value: { stringValue: Buffer.from("hi") } },
      { name: "tags", multiple: true, value: { stringValue: Buffer.from("vip") } },
    ],
    rawProperty: [{ name: "tags", multiple: true, value: {} }],
    entityGroup: {},
  };
  const { name, fields } = decodeEntity(entityCodec.encode(entity));
  expect(name).toBe("projects/livechat-prod/databases/(default)/documents/visitors/ada");
  expect(fields).toEqual(
    new Map<string, Value>([
      ["age", 36n],
      ["raw", new Bytes(Uint8Array.of(1))],
      ["note", "hi"],
      ["tags", ["vip", null]],
    ]),
  );
});

test("a list in a list cannot be written", () => {
  expect(() => encodeEntity({ name: ADA, fields: new Map([["f", [[1n]]]]) })).toThrow("list inside a list");
});

test("damaged entities are refused with INVALID_ARGUMENT", () => {
  expect(() => decodeEntity(Uint8Array.of(255, 1, 2))).toThrow(/^Invalid entity: /);
  expect(() => decodeEntity(new Uint8Array())).toThrow(/^Invalid entity: /);
});

test("a string that is not UTF-8 is refused by name", () => {
  const entity: EntityMessage = {
    key: { app: "dev~p", path: { element: [{ type: "c", name: "d" }] } },
    rawProperty: [{ name: "broken", multiple: false, value: { stringValue: Uint8Array.of(0xff) } }],
    entityGroup: {},
  };
  expect(() => decodeEntity(entityCodec.encode(entity))).toThrow('property "broken" is not UTF-8');
});
