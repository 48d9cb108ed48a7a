import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type StorageEmulatorOptions, startStorageEmulator } from "../src/index.ts";
import { BUCKET, sdkOf, statusOf } from "./fixture.ts";

const folders: string[] = [];
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "storage-emulator-"));
  folders.push(folder);
  return folder;
}
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function withEmulator<T>(
  options: StorageEmulatorOptions,
  use: (emulator: Awaited<ReturnType<typeof startStorageEmulator>>) => Promise<T>,
): Promise<T> {
  const emulator = await startStorageEmulator({ buckets: [BUCKET], ...options });
  try {
    return await use(emulator);
  } finally {
    await emulator.stop();
  }
}

describe("other people's pages", () => {
  it("may not use the JSON API, unless they are named", async () => {
    await withEmulator({ allowOrigins: ["https://named.example"] }, async (emulator) => {
      await sdkOf(emulator).bucket(BUCKET).file("kept").save("bytes", { resumable: false });
      const clear = async (origin: string | null) => {
        const headers = origin === null ? {} : { Origin: origin };
        const answer = await fetch(`${emulator.url}/emulator/v1/objects`, { method: "DELETE", headers });
        return answer.status;
      };
      for (const origin of ["https://page.example", "null"]) expect(await clear(origin)).toBe(403);
      expect((await sdkOf(emulator).bucket(BUCKET).getFiles())[0]).toHaveLength(1);
      for (const origin of [null, "http://localhost:5000", "https://named.example"])
        expect(await clear(origin)).toBe(204);
    });
  });

  it("and nobody has exports written outside the named folders", async () => {
    const [allowed, outside] = [await temporaryFolder(), await temporaryFolder()];
    await withEmulator({ exportFolders: [allowed] }, async (emulator) => {
      const exportTo = async (folder: string) => {
        const body = JSON.stringify({ folder });
        return (await fetch(`${emulator.url}/emulator/v1/export`, { method: "POST", body })).status;
      };
      expect(await exportTo(join(allowed, "data"))).toBe(200);
      expect(await exportTo(join(outside, "data"))).toBe(403);
      expect(await exportTo(join(allowed, "..", "data"))).toBe(403);
    });
    expect(await readdir(outside)).toEqual([]);
  });
});

describe("where objects are kept", () => {
  it("keeps them in a folder from one start to the next, and only what is still there", async () => {
    const folder = await temporaryFolder();
    const bytes = randomBytes(600_000);
    await withEmulator({ folder }, async (emulator) => {
      const bucket = sdkOf(emulator).bucket(BUCKET);
      await bucket.file("kept").save(bytes);
      await bucket.file("replaced").save("one", { resumable: false });
      await bucket.file("replaced").save("two", { resumable: false });
      await bucket.file("deleted").save("gone", { resumable: false });
      await bucket.file("deleted").delete();
    });
    await withEmulator({ folder }, async (emulator) => {
      const bucket = sdkOf(emulator).bucket(BUCKET);
      expect((await bucket.getFiles())[0].map(({ name }) => name)).toEqual(["kept", "replaced"]);
      expect((await bucket.file("kept").download())[0].equals(bytes)).toBe(true);
      expect((await bucket.file("replaced").download())[0].toString()).toBe("two");
    });
    expect(await readdir(join(folder, "blobs"))).toHaveLength(2);
  });

  it("leaves nothing of uploads that were not finished", async () => {
    const folder = await temporaryFolder();
    await withEmulator({ folder }, async (emulator) => {
      const file = sdkOf(emulator).bucket(BUCKET).file("unfinished");
      const [uri] = await file.createResumableUpload({ metadata: { contentLength: 600_000 } });
      await fetch(uri, {
        method: "PUT",
        body: randomBytes(300_000),
        headers: { "Content-Range": "bytes 0-299999/600000" },
      });
      emulator.faults.cutUploadsAfterBytes.push(100_000);
      expect(await statusOf(file.save(randomBytes(400_000), { resumable: false }))).not.toBe("fulfilled");
      expect(await file.exists()).toEqual([false]);
    });
    expect(await readdir(join(folder, "blobs"))).toEqual([]);
    expect(await readdir(join(folder, "unfinished"))).toEqual([]);
  });

  it("holds no more in memory than it may", async () => {
    await withEmulator({ maxMemoryBytes: 1_000_000 }, async (emulator) => {
      const bucket = sdkOf(emulator).bucket(BUCKET);
      await bucket.file("fits").save(randomBytes(900_000), { resumable: false });
      expect(await statusOf(bucket.file("too much").save(randomBytes(200_000), { resumable: false }))).toBe(
        403,
      );
      await bucket.file("fits").delete();
      await bucket.file("fits again").save(randomBytes(900_000), { resumable: false });
    });
  });

  it.each(["memory", "disk"])("exports to a folder and starts from it, in %s", async (kept) => {
    const place = kept === "disk" ? { folder: await temporaryFolder() } : {};
    const exported = join(await temporaryFolder(), "export");
    const generation = await withEmulator(place, async (emulator) => {
      const file = sdkOf(emulator).bucket(BUCKET).file("a/b");
      await file.save("exported", { resumable: false, contentType: "text/plain" });
      expect(await emulator.export(exported)).toBe(1);
      return (await file.getMetadata())[0].generation;
    });
    await withEmulator({ import: exported }, async (emulator) => {
      const file = sdkOf(emulator).bucket(BUCKET).file("a/b");
      expect((await file.download())[0].toString()).toBe("exported");
      expect((await file.getMetadata())[0]).toMatchObject({ generation, contentType: "text/plain" });
    });
  });
});

describe("who may call", () => {
  it("wants the token for the API, not for a session", async () => {
    await withEmulator({ accessToken: "secret" }, async (emulator) => {
      const storage = sdkOf(emulator);
      expect(await statusOf(storage.bucket(BUCKET).getFiles())).toBe(401);
      const media = await fetch(`${emulator.url}/storage/v1/b/${BUCKET}/o/x?alt=media`);
      expect(media.status).toBe(401);
      storage.interceptors.push({
        request: (options) =>
          Object.assign(options, {
            headers: { ...options.headers, Authorization: "Bearer secret" },
          }) as ReturnType<(typeof storage.interceptors)[number]["request"]>,
      });
      const file = storage.bucket(BUCKET).file("x");
      const [uri] = await file.createResumableUpload();
      expect((await fetch(uri, { method: "PUT", body: "text" })).status).toBe(200);
      expect((await file.download())[0].toString()).toBe("text");
    });
  });

  it("is unavailable as often as a fault says", async () => {
    await withEmulator({}, async (emulator) => {
      const bucket = sdkOf(emulator).bucket(BUCKET);
      const order = { method: "POST", body: JSON.stringify({ unavailable: 2 }) };
      await fetch(`${emulator.url}/emulator/v1/faults`, order);
      expect(await statusOf(bucket.getFiles())).toBe(503);
      expect(await statusOf(bucket.getFiles())).toBe(503);
      expect(await statusOf(bucket.getFiles())).toBe("fulfilled");
    });
  });
});

describe("malformed requests", () => {
  const cases: [string, string, RequestInit][] = [
    ["unknown path", "/nothing", {}],
    ["no name", `/upload/storage/v1/b/${BUCKET}/o?uploadType=media`, { method: "POST", body: "x" }],
    ["unknown upload type", `/upload/storage/v1/b/${BUCKET}/o?uploadType=x&name=a`, { method: "POST" }],
    [
      "no boundary",
      `/upload/storage/v1/b/${BUCKET}/o?uploadType=multipart&name=a`,
      { method: "POST", body: "x" },
    ],
    ["no session", `/upload/storage/v1/b/${BUCKET}/o?upload_id=x`, { method: "PUT", body: "x" }],
    [
      "metadata no JSON",
      `/upload/storage/v1/b/${BUCKET}/o?uploadType=resumable&name=a`,
      { method: "POST", body: "{" },
    ],
    ["percent", `/storage/v1/b/${BUCKET}/o/%E0%A4%A`, {}],
    ["condition", `/storage/v1/b/${BUCKET}/o/a?ifGenerationMatch=x`, {}],
    ["page size", `/storage/v1/b/${BUCKET}/o?maxResults=-1`, {}],
    [
      "early end",
      `/upload/storage/v1/b/${BUCKET}/o?uploadType=multipart&name=a`,
      {
        method: "POST",
        headers: { "Content-Type": "multipart/related; boundary=b" },
        body: "--b\r\nContent-Type: application/json\r\n\r\n{}\r\n--b\r\n\r\nhalf",
      },
    ],
  ];
  it.each(cases)("%s: a status of the client's", async (_, path, init) => {
    await withEmulator({}, async (emulator) => {
      const answer = await fetch(`${emulator.url}${path}`, init);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    });
  });
});
