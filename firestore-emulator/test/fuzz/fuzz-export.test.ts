import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeEntity, encodeEntity } from "../../src/export/entity.ts";
import { writeLog } from "../../src/export/leveldb-log.ts";
import { encodeKindMetadata, encodeOverallMetadata } from "../../src/export/metadata.ts";
import { readExport } from "../../src/export/read-export.ts";
import { StatusCode, StatusError } from "../../src/model/status.ts";
import { exportedDocument } from "../export/arbitrary-documents.ts";

const SAMPLE = fileURLToPath(new URL("../export/sample/firestore_export/", import.meta.url));
const KINDS = "all_namespaces/all_kinds";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fuzz-export-"));
});

afterAll(() => rm(folder, { recursive: true }));

/** Reads without a failure, or is refused with INVALID_ARGUMENT. */
async function expectReadOrRefused(read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (error) {
    expect(error).toBeInstanceOf(StatusError);
    expect(error).toMatchObject({ code: StatusCode.INVALID_ARGUMENT });
  }
}

/** Changes, inserts and removes bytes here and there. */
function damaged(bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const damage = fc.tuple(fc.nat(), fc.nat({ max: 3 }), fc.uint8Array({ maxLength: 4 }));
  return fc.tuple(bytes, fc.array(damage, { minLength: 1, maxLength: 4 })).map(([original, damages]) =>
    damages.reduce<Uint8Array>((current, [position, removed, added]) => {
      const at = position % (current.length + 1);
      return Buffer.concat([current.subarray(0, at), added, current.subarray(at + removed)]);
    }, original),
  );
}

test("damaged entities are read or refused", async () => {
  await fc.assert(
    fc.asyncProperty(damaged(exportedDocument.map(encodeEntity)), (bytes) =>
      expectReadOrRefused(() => decodeEntity(bytes)),
    ),
    { numRuns: 1_000 },
  );
});

test.each([
  "firestore_export.overall_export_metadata",
  `${KINDS}/all_namespaces_all_kinds.export_metadata`,
  `${KINDS}/output-0`,
])("a damaged %s is refused with its place, or read", async (name) => {
  const original = await readFile(join(SAMPLE, name));
  await fc.assert(
    fc.asyncProperty(damaged(fc.constant(original)), async (bytes) => {
      const overall = join(folder, "x.overall_export_metadata");
      const place = name.startsWith(KINDS) ? join(folder, name.slice(KINDS.length + 1)) : overall;
      await writeFile(
        overall,
        encodeOverallMetadata([{ file: "all_namespaces_all_kinds.export_metadata", documents: 1, bytes: 1 }]),
      );
      const kind = { name: "x", startMicros: 0, endMicros: 0, outputs: ["output-0"] };
      await writeFile(join(folder, "all_namespaces_all_kinds.export_metadata"), encodeKindMetadata(kind));
      await writeFile(join(folder, "output-0"), writeLog([]));
      await writeFile(place, bytes);
      await expectReadOrRefused(async () => {
        for await (const document of readExport(overall)) {
          expect(document.name).toMatch(/^projects\//);
        }
      });
    }),
    { numRuns: 150 },
  );
});
