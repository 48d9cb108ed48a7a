import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ExportedDocument } from "../../src/export/entity.ts";
import { describeFirestoreExport, findFirestoreExport } from "../../src/export/export-folder.ts";
import { readLog } from "../../src/export/leveldb-log.ts";
import { decodeOverallMetadata } from "../../src/export/metadata.ts";
import { readExport } from "../../src/export/read-export.ts";
import { writeExport } from "../../src/export/write-export.ts";
import { exportedDocument } from "./arbitrary-documents.ts";

const SAMPLE = fileURLToPath(new URL("./sample", import.meta.url));
const GOOGLE_SAMPLES = fileURLToPath(new URL("../../../../shared/exports", import.meta.url));
const OUTPUT = "all_namespaces/all_kinds/output-0";
const KIND_METADATA = "all_namespaces/all_kinds/all_namespaces_all_kinds.export_metadata";
const OVERALL = "firestore_export.overall_export_metadata";
const NOW = Date.UTC(2026, 10, 23);

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "firestore-export-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function visitor(
  id: string,
  fields: [string, ExportedDocument["fields"] extends ReadonlyMap<string, infer V> ? V : never][],
) {
  return {
    name: `projects/demo-livechat/databases/(default)/documents/visitors/${id}`,
    fields: new Map(fields),
  };
}

const ADA = visitor("ada", [["name", "Ada"]]);
const GRACE = visitor("grace", [["name", "Grace"]]);

function write(documents: Iterable<ExportedDocument>): Promise<number> {
  return writeExport(documents, { directory: folder, name: "firestore_export", now: () => NOW });
}

async function read(file: string): Promise<ExportedDocument[]> {
  const documents: ExportedDocument[] = [];
  for await (const document of readExport(file)) {
    documents.push(document);
  }
  return documents;
}

const readBack = () => read(join(folder, "firestore_export", OVERALL));

describe("writing", () => {
  test("what is written is read back", async () => {
    const several = fc.uniqueArray(exportedDocument, { selector: ({ name }) => name, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(several, async (documents) => {
        expect(await write(documents)).toBe(documents.length);
        const names = (list: ExportedDocument[]) => list.map(({ name }) => name);
        expect(names(await readBack())).toEqual(names(documents));
      }),
      { numRuns: 20 },
    );
  });

  test("the files are those of Google's emulator", async () => {
    await write([ADA]);
    const files = await readdir(join(folder, "firestore_export"), { recursive: true });
    expect(files.sort()).toEqual(
      ["all_namespaces", "all_namespaces/all_kinds", KIND_METADATA, OUTPUT, OVERALL].sort(),
    );
  });

  test("an empty database has no output, only an overall metadata file without kinds", async () => {
    expect(await write([])).toBe(0);
    expect(await readdir(join(folder, "firestore_export"))).toEqual([OVERALL]);
    expect(await readBack()).toEqual([]);
  });

  test("a new export replaces the old one whole and leaves nothing beside it", async () => {
    await write([ADA, GRACE]);
    await write([GRACE]);
    expect(await readBack()).toEqual([GRACE]);
    expect(await readdir(folder)).toEqual(["firestore_export"]);
  });

  test("an export that fails half-way leaves the old one as it was", async () => {
    await write([ADA]);
    function* failing() {
      yield GRACE;
      throw new Error("the disk is full");
    }
    await expect(write(failing())).rejects.toThrow("the disk is full");
    expect(await readBack()).toEqual([ADA]);
    expect(await readdir(folder)).toEqual(["firestore_export"]);
  });
});

describe("the folder's metadata", () => {
  test("names the Firestore export and keeps what other emulators wrote", async () => {
    const before = { version: "13.6.0", auth: { version: "13.6.0", path: "auth_export" } };
    await writeFile(join(folder, "firebase-export-metadata.json"), JSON.stringify(before));
    await write([ADA]);
    await describeFirestoreExport(folder);
    const after: unknown = JSON.parse(await readFile(join(folder, "firebase-export-metadata.json"), "utf8"));
    expect(after).toMatchObject({ ...before, firestore: { path: "firestore_export" } });
    expect(await read(await findFirestoreExport(folder))).toEqual([ADA]);
  });

  test("is read with a clear refusal when it is missing, not JSON or of another shape", async () => {
    await expect(findFirestoreExport(folder)).rejects.toThrow("There is no Firestore export in");
    const file = join(folder, "firebase-export-metadata.json");
    await writeFile(file, "{");
    await expect(findFirestoreExport(folder)).rejects.toThrow(`${file} is not JSON`);
    await writeFile(file, '{"firestore": {"path": 1}}');
    await expect(findFirestoreExport(folder)).rejects.toThrow('"firestore.metadata_file" must be a string');
  });
});

describe("reading", () => {
  test("our own sample", async () => {
    const documents = await read(await findFirestoreExport(SAMPLE));
    expect(documents.map(({ name }) => name.replace(/^.*documents\//, ""))).toEqual([
      "conversations/__id7__",
      "conversations/__id7__/threads/t1",
      "visitors/ada",
    ]);
    expect(documents[2]?.fields.get("tags")).toEqual(["vip", 7n]);
  });

  test("a damaged copy is refused with Google's message and the place", async () => {
    await cp(join(SAMPLE, "firestore_export"), join(folder, "copy"), { recursive: true });
    const output = join(folder, "copy", OUTPUT);
    const metadata = join(folder, "copy", OVERALL);
    const bytes = await readFile(output);
    await writeFile(output, bytes.subarray(0, bytes.length - 3));
    await expect(read(metadata)).rejects.toThrow("Invalid record.");
    await writeFile(output, bytes.fill(0, 20, 21));
    await expect(read(metadata)).rejects.toThrow(`Checksum doesn't validate. (${output}, byte 0)`);
    await rm(output);
    await expect(read(metadata)).rejects.toThrow(`Failed parse entity file:${output}`);
    await rm(join(folder, "copy", KIND_METADATA));
    await expect(read(metadata)).rejects.toThrow("(No such file or directory)");
    await writeFile(metadata, "garbage");
    await expect(read(metadata)).rejects.toThrow("Overall export metadata file version not supported");
    await rm(metadata);
    await expect(read(metadata)).rejects.toThrow("Failed to parse overall export metadata file");
  });

  test("an export cannot make the emulator read outside its folder", async () => {
    const { encodeOverallMetadata } = await import("../../src/export/metadata.ts");
    const file = join(folder, OVERALL);
    for (const outside of ["../secret", "/etc/passwd", "a/../../secret"]) {
      await writeFile(file, encodeOverallMetadata([{ file: outside, documents: 1, bytes: 1 }]));
      await expect(read(file)).rejects.toThrow("is not inside its folder");
    }
  });
});

describe.runIf(existsSync(GOOGLE_SAMPLES))("exports that Google's emulator wrote", () => {
  test.each([
    ["ember", 19],
    ["ground", 10],
  ])("%s: all %i documents are read, and written to the same bytes", async (sample, count) => {
    const overall = await findFirestoreExport(join(GOOGLE_SAMPLES, sample));
    const documents = await read(overall);
    expect(documents).toHaveLength(count);
    await write(documents);
    const original = await readFile(join(dirname(overall), OUTPUT));
    expect((await readFile(join(folder, "firestore_export", OUTPUT))).equals(original)).toBe(true);
    const theirs = decodeOverallMetadata(await readFile(overall), overall);
    const ours = await readFile(join(folder, "firestore_export", OVERALL));
    expect(decodeOverallMetadata(ours, "ours")[0]).toMatchObject({ file: theirs[0]?.file, documents: count });
    expect([...readLog(ours, "ours")].map((record) => record.length)).toHaveLength(2);
  });
});
