import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { statusOf, useEmulator } from "./fixture.ts";

const running = useEmulator();
const file = (name: string) => running().bucket.file(name);

describe("objects, by the SDK", () => {
  it.each([true, false])("keeps what was uploaded, resumable: %s", async (resumable) => {
    const bytes = randomBytes(700_001);
    const name = `kept ${resumable} ä/?#.bin`;
    await file(name).save(bytes, {
      resumable,
      contentType: "image/png",
      metadata: { metadata: { by: "vera" } },
    });
    expect((await file(name).download())[0].equals(bytes)).toBe(true);
    const [metadata] = await file(name).getMetadata();
    expect(metadata).toMatchObject({
      name,
      size: "700001",
      contentType: "image/png",
      metadata: { by: "vera" },
    });
  });

  it("keeps an empty object", async () => {
    await file("empty").save("", { resumable: false });
    await file("empty resumable").save("", { resumable: true });
    expect((await file("empty").download())[0]).toHaveLength(0);
    expect((await file("empty resumable").getMetadata())[0].size).toBe("0");
  });

  it("reads a range", async () => {
    await file("range").save("0123456789", { resumable: false });
    expect((await file("range").download({ start: 2, end: 4 }))[0].toString()).toBe("234");
    expect((await file("range").download({ start: 8 }))[0].toString()).toBe("89");
  });

  it("refuses a second object where there must be none, also when two race", async () => {
    const once = { resumable: false, preconditionOpts: { ifGenerationMatch: 0 } };
    const results = await Promise.all(["a", "b", "c"].map((text) => statusOf(file("once").save(text, once))));
    expect(results.sort()).toEqual([412, 412, "fulfilled"]);
    const resumable = { ...once, resumable: true };
    expect(await statusOf(file("once").save("d", resumable))).toBe(412);
  });

  it("deletes and changes only the generation that is meant", async () => {
    await file("changed").save("one", { resumable: false });
    const [first] = await file("changed").getMetadata();
    await file("changed").save("two", { resumable: false });
    const stale = running().bucket.file("changed", { generation: Number(first.generation) });
    expect(await statusOf(stale.download())).toBe(404);
    expect(await statusOf(file("changed").delete({ ifGenerationMatch: Number(first.generation) }))).toBe(412);
    await file("changed").setMetadata({ contentDisposition: "attachment", metadata: { seen: "yes" } });
    const [second] = await file("changed").getMetadata();
    expect(second).toMatchObject({ metageneration: "2", contentDisposition: "attachment" });
    await file("changed").delete();
    expect(await file("changed").exists()).toEqual([false]);
    expect(await statusOf(file("changed").delete())).toBe(404);
  });

  it("copies and moves", async () => {
    await file("source").save("text", { resumable: false, contentType: "text/plain" });
    await file("source").copy(file("copy"));
    await file("copy").move(file("moved"));
    expect((await file("moved").download())[0].toString()).toBe("text");
    expect((await file("moved").getMetadata())[0].contentType).toBe("text/plain");
    expect(await file("copy").exists()).toEqual([false]);
  });

  it("refuses bytes that are not those of the promised checksum", async () => {
    const wrong = { resumable: false, metadata: { md5Hash: Buffer.alloc(16).toString("base64") } };
    expect(await statusOf(file("checked").save("text", wrong))).toBe(400);
    expect(await file("checked").exists()).toEqual([false]);
  });

  it("knows only its buckets", async () => {
    const { storage } = running();
    expect(await statusOf(storage.bucket("missing").file("a").save("b", { resumable: false }))).toBe(404);
    await storage.createBucket("another-one");
    expect((await storage.getBuckets())[0].map(({ name }) => name)).toEqual(["another-one", "attachments"]);
    expect(await statusOf(storage.createBucket("another-one"))).toBe(409);
    await storage.bucket("another-one").delete();
    expect(await statusOf(storage.createBucket("No Name"))).toBe(400);
  });
});

describe("lists", () => {
  it("pages through names in the order of their bytes", async () => {
    const names = ["list/a", "list/a/1", "list/a/2", "list/b", "list/ä", "list/🙂"];
    for (const name of names) await file(name).save("x", { resumable: false });
    const [all] = await running().bucket.getFiles({ prefix: "list/", maxResults: 2, autoPaginate: false });
    expect(all.map(({ name }) => name)).toEqual(names.slice(0, 2));
    const [paged] = await running().bucket.getFiles({ prefix: "list/", maxResults: 1, autoPaginate: true });
    expect(paged.map(({ name }) => name)).toEqual(["list/a"]);
    const everything: string[] = [];
    for await (const found of running().bucket.getFilesStream({ prefix: "list/" }))
      everything.push(found.name);
    expect(everything).toEqual(names);
  });

  it("shows folders by a delimiter", async () => {
    const [, , answer] = await running().bucket.getFiles({
      prefix: "list/",
      delimiter: "/",
      autoPaginate: false,
    });
    expect(answer).toMatchObject({ prefixes: ["list/a/"] });
  });

  it("gives every name once, whatever the page's size", async () => {
    for (const maxResults of [1, 2, 3, 5]) {
      const names: string[] = [];
      let query: object | null = { prefix: "list/", maxResults, autoPaginate: false };
      while (query !== null) {
        const [files, next]: [{ name: string }[], object | null, unknown] =
          await running().bucket.getFiles(query);
        names.push(...files.map(({ name }) => name));
        query = next;
      }
      expect(names).toEqual(["list/a", "list/a/1", "list/a/2", "list/b", "list/ä", "list/🙂"]);
    }
  });
});
