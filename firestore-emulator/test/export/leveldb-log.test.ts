import fc from "fast-check";
import { expect, test } from "vitest";
import { LogWriter, readLog, writeLog } from "../../src/export/leveldb-log.ts";

const BLOCK = 32_768;

function read(file: Uint8Array): Uint8Array[] {
  return [...readLog(file, "output-0")];
}

test("a short record is one fragment with its masked checksum, length and type", () => {
  // The same eight bytes open every overall metadata file that Google's emulator writes.
  expect(Buffer.from(writeLog([Uint8Array.of(0x33)])).toString("hex")).toBe("b86d444e01000133");
});

test("a record that fills its block exactly leaves no padding", () => {
  const record = Buffer.alloc(BLOCK - 7, 1);
  const file = writeLog([record, Buffer.from("next")]);
  expect(file.length).toBe(BLOCK + 7 + 4);
  expect(read(file).map((each) => each.length)).toEqual([BLOCK - 7, 4]);
});

test.each([1, 2, 3, 4, 5, 6])("with %i bytes left in a block the header goes to the next block", (left) => {
  const file = writeLog([Buffer.alloc(BLOCK - 7 - left, 1), Buffer.from("next")]);
  expect(file.subarray(BLOCK - left, BLOCK).every((byte) => byte === 0)).toBe(true);
  expect(file.length).toBe(BLOCK + 7 + 4);
  expect(read(file)[1]?.toString()).toBe(Buffer.from("next").toString());
});

test("a record over three blocks is cut into first, middle and last", () => {
  const record = Buffer.alloc(70_000, 7);
  const file = writeLog([record]);
  expect([file[6], file[BLOCK + 6], file[2 * BLOCK + 6]]).toEqual([2, 3, 4]);
  expect(read(file)).toEqual([record]);
});

test("whatever records go in come out, an empty one and a block's worth included", () => {
  const record = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.integer({ min: BLOCK - 20, max: BLOCK + 20 }).map((length) => new Uint8Array(length).fill(length)),
  );
  fc.assert(
    fc.property(fc.array(record, { maxLength: 8 }), (records) => {
      const file = read(writeLog(records));
      expect(file.map((each) => each.length)).toEqual(records.map((each) => each.length));
      expect(Buffer.concat(file).equals(Buffer.concat(records))).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test("the writer knows the size of the file", () => {
  const writer = new LogWriter();
  const pieces = [Buffer.alloc(40_000), Buffer.from("a"), Buffer.alloc(0)].map((record) =>
    writer.encode(record),
  );
  expect(writer.length).toBe(Buffer.concat(pieces).length);
});

test("a flipped bit is found by its checksum and placed", () => {
  const file = Buffer.from(writeLog([Buffer.from("Ada"), Buffer.from("Grace")]));
  file[10 + 7] = (file[10 + 7] ?? 0) ^ 1;
  expect(() => read(file)).toThrow("Checksum doesn't validate. (output-0, byte 10)");
});

test("a file that ends inside a record is refused", () => {
  const file = writeLog([Buffer.from("Ada"), Buffer.alloc(50_000, 1)]);
  for (const length of [3, 9, 15, 20, BLOCK, BLOCK + 4, file.length - 1]) {
    expect(() => read(file.subarray(0, length)), String(length)).toThrow("Invalid record");
  }
});

test("a middle without a beginning is refused", () => {
  const file = writeLog([Buffer.alloc(40_000, 1)]);
  expect(() => read(file.subarray(BLOCK))).toThrow("Invalid record. (output-0, byte 0)");
});
