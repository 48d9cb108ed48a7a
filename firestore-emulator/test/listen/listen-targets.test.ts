import { beforeEach, describe, expect, it } from "vitest";
import { ADMIN, fieldIs, listenFixture, news, steps } from "./listen-fixture.ts";
import { RawStream } from "./raw-stream.ts";

const { database, db, emulator, listen, nameOf, room, rooms, stream } = listenFixture("demo-listen");

const PROJECT = "demo-listen";

describe("a query target", () => {
  it("starts with ADD, its documents, CURRENT and a consistent snapshot", async () => {
    await room("a").set({ n: 1 });
    listen(4, { query: rooms() });
    const first = await stream().snapshot();
    expect(steps(first)).toEqual(["ADD", "CURRENT", "NO_CHANGE"]);
    expect(news(first)).toEqual(["4+rooms/a"]);
    expect(first.at(-1)?.targetChange?.readTime).toBeDefined();
  });

  it("tells of documents that enter, change, leave and are deleted, one snapshot a commit", async () => {
    listen(1, { query: rooms({ where: fieldIs("open", true) }) });
    await stream().snapshot();
    await room("a").set({ open: true });
    expect(news(await stream().snapshot())).toEqual(["1+rooms/a"]);
    await room("a").update({ n: 1 });
    expect(news(await stream().snapshot())).toEqual(["1+rooms/a"]);
    await room("a").update({ open: false });
    expect(news(await stream().snapshot())).toEqual(["1-rooms/a"]);
    await room("b").set({ open: true });
    await stream().snapshot();
    await room("b").delete();
    expect(news(await stream().snapshot())).toEqual(["1!rooms/b"]);
  });

  it("tells one commit of several documents as one snapshot", async () => {
    listen(1, { query: rooms() });
    await stream().snapshot();
    await db().batch().set(room("a"), { n: 1 }).set(room("b"), { n: 2 }).commit();
    expect(news(await stream().snapshot()).sort()).toEqual(["1+rooms/a", "1+rooms/b"]);
  });

  it("says nothing of commits that do not concern it", async () => {
    listen(1, { query: rooms() });
    await stream().snapshot();
    await db().doc("other/x").set({});
    await room("a").set({});
    expect(news(await stream().snapshot())).toEqual(["1+rooms/a"]);
  });

  it("sends only selected fields", async () => {
    await room("a").set({ n: 1, secret: 2 });
    listen(1, { query: rooms({ select: { fields: [{ fieldPath: "n" }] } }) });
    const [change] = (await stream().snapshot()).filter((response) => response.documentChange);
    expect(Object.keys(change?.documentChange?.document.fields ?? {})).toEqual(["n"]);
  });

  it("covers collection groups", async () => {
    const from = [{ collectionId: "rooms", allDescendants: true }];
    listen(1, { query: { parent: `${database}/documents`, structuredQuery: { from } } });
    await stream().snapshot();
    await db().doc("teams/t/rooms/a").set({});
    expect(news(await stream().snapshot())).toEqual(["1+teams/t/rooms/a"]);
  });
});

describe("a limit", () => {
  const firstTwo = rooms({ orderBy: [{ field: { fieldPath: "n" }, direction: 1 }], limit: { value: 2 } });

  beforeEach(async () => {
    const batch = db().batch();
    for (const [id, n] of [
      ["a", 1],
      ["b", 2],
      ["c", 3],
      ["d", 4],
    ] as const)
      batch.set(room(id), { n });
    await batch.commit();
    listen(1, { query: firstTwo });
    expect(news(await stream().snapshot())).toEqual(["1+rooms/a", "1+rooms/b"]);
  });

  it("refills when a document is deleted", async () => {
    await room("a").delete();
    expect(news(await stream().snapshot()).sort()).toEqual(["1!rooms/a", "1+rooms/c"]);
  });

  it("refills when a document moves out by itself", async () => {
    await room("a").update({ n: 10 });
    expect(news(await stream().snapshot()).sort()).toEqual(["1+rooms/c", "1-rooms/a"]);
  });

  it("pushes the last document out when one enters", async () => {
    await room("e").set({ n: 0 });
    expect(news(await stream().snapshot()).sort()).toEqual(["1+rooms/e", "1-rooms/b"]);
  });

  it("is silent about documents beyond it", async () => {
    await room("d").update({ n: 40 });
    await room("b").update({ x: 1 });
    expect(news(await stream().snapshot())).toEqual(["1+rooms/b"]);
  });

  it("holds with an offset", async () => {
    const second = new RawStream(emulator().address, "Listen", ADMIN);
    const orderBy = [{ field: { fieldPath: "n" }, direction: 1 }];
    second.send({
      database: database,
      addTarget: { targetId: 1, query: rooms({ orderBy, offset: 1, limit: { value: 1 } }) },
    });
    expect(news(await second.snapshot())).toEqual(["1+rooms/b"]);
    await room("a").delete();
    expect(news(await second.snapshot()).sort()).toEqual(["1+rooms/c", "1-rooms/b"]);
    second.close();
  });
});

describe("a documents target", () => {
  it("tells of present and missing documents, changes and deletion", async () => {
    await room("a").set({ n: 1 });
    listen(2, { documents: { documents: [nameOf("rooms/a"), nameOf("rooms/none")] } });
    expect(news(await stream().snapshot())).toEqual(["2+rooms/a", "2!rooms/none"]);
    await room("none").set({});
    expect(news(await stream().snapshot())).toEqual(["2+rooms/none"]);
    await room("a").delete();
    expect(news(await stream().snapshot())).toEqual(["2!rooms/a"]);
  });
});

describe("several targets on one stream", () => {
  it("share one message for one document and one snapshot for one commit", async () => {
    listen(1, { query: rooms() });
    await stream().snapshot();
    listen(2, { query: rooms({ where: fieldIs("open", true) }) });
    await stream().snapshot();
    listen(3, { documents: { documents: [nameOf("rooms/a")] } });
    await stream().snapshot();
    await room("a").set({ open: true });
    const entered = await stream().snapshot();
    expect(entered.filter((response) => response.documentChange)).toHaveLength(1);
    expect(news(entered).sort()).toEqual(["1+rooms/a", "2+rooms/a", "3+rooms/a"]);
    await room("a").update({ open: false });
    const left = await stream().snapshot();
    expect(left.filter((response) => response.documentChange)).toHaveLength(1);
    expect(news(left).sort()).toEqual(["1+rooms/a", "2-rooms/a", "3+rooms/a"]);
  });

  it("go on when one is removed", async () => {
    listen(1, { query: rooms() });
    await stream().snapshot();
    listen(2, { query: rooms() });
    await stream().snapshot();
    stream().send({ database: database, removeTarget: 1 });
    const removed = await stream().next(({ targetChange }) => targetChange?.targetChangeType === 2);
    expect(removed.at(-1)?.targetChange).toMatchObject({ targetIds: [1] });
    expect(removed.at(-1)?.targetChange?.cause ?? null).toBeNull();
    await room("a").set({});
    expect(news(await stream().snapshot())).toEqual(["2+rooms/a"]);
  });

  it("end alone when one is wrong", async () => {
    listen(1, { query: rooms() });
    await stream().snapshot();
    listen(2, { query: { parent: `${database}/documents`, structuredQuery: { limit: { value: -1 } } } });
    const refused = await stream().next(({ targetChange }) => targetChange?.targetChangeType === 2);
    expect(refused.at(-1)?.targetChange).toMatchObject({ targetIds: [2], cause: { code: 3 } });
    await room("a").set({});
    expect(news(await stream().snapshot())).toEqual(["1+rooms/a"]);
  });
});

describe("a once target", () => {
  it("ends by itself when it is current", async () => {
    listen(1, { query: rooms(), once: true });
    const all = await stream().next(({ targetChange }) => targetChange?.targetChangeType === 2);
    expect(steps(all)).toEqual(["ADD", "CURRENT", "NO_CHANGE", "REMOVE"]);
  });
});

describe("what is billed", () => {
  it("is the first results, at least one read, and each document delivered later", async () => {
    const meter = emulator().emulator?.meter;
    await room("a").set({ n: 1 });
    await room("b").set({ n: 1 });
    meter?.reset(PROJECT);
    listen(1, { query: rooms() });
    await stream().snapshot();
    expect(meter?.usage(PROJECT).documentReads).toBe(2);
    listen(2, { query: rooms({ where: fieldIs("n", 7) }) });
    await stream().snapshot();
    expect(meter?.usage(PROJECT).documentReads).toBe(3);
    await room("a").update({ n: 2 });
    await stream().snapshot();
    expect(meter?.usage(PROJECT).documentReads).toBe(4);
    await room("a").delete();
    await stream().snapshot();
    expect(meter?.usage(PROJECT).documentReads).toBe(4);
  });

  it("is a document that leaves because it changed, but not one that another pushes out", async () => {
    const meter = emulator().emulator?.meter;
    await room("a").set({ n: 1 });
    const orderBy = [{ field: { fieldPath: "n" }, direction: 1 }];
    listen(1, { query: rooms({ where: fieldIs("n", 1) }) });
    await stream().snapshot();
    listen(2, { query: rooms({ orderBy, limit: { value: 1 } }) });
    await stream().snapshot();
    meter?.reset(PROJECT);
    await room("b").set({ n: 0 });
    await stream().snapshot();
    expect(meter?.usage(PROJECT).documentReads).toBe(1);
    await room("a").update({ n: 2 });
    await stream().snapshot();
    expect(meter?.usage(PROJECT).documentReads).toBe(2);
  });
});

describe("a stream", () => {
  it("refuses a second target with the same id", async () => {
    listen(1, { query: rooms() });
    listen(1, { query: rooms() });
    expect((await stream().ended()).code).toBe(3);
  });

  it("refuses a request that asks nothing", async () => {
    stream().send({ database: database });
    expect((await stream().ended()).code).toBe(3);
  });

  it("needs a database", async () => {
    stream().send({ addTarget: { targetId: 1, query: rooms() } });
    expect((await stream().ended()).code).toBe(3);
  });

  it("ends well when the client is done", async () => {
    listen(1, { query: rooms() });
    await stream().snapshot();
    stream().finish();
    expect((await stream().ended()).code).toBe(0);
  });

  it("starts late or not at all on request", async () => {
    const faults = emulator().emulator?.faults;
    faults?.set({ delayMs: 20 });
    listen(1, { query: rooms() });
    expect(steps(await stream().snapshot())).toEqual(["ADD", "CURRENT", "NO_CHANGE"]);
    faults?.clear();
    faults?.set({ unavailable: 1 });
    const second = new RawStream(emulator().address, "Listen", ADMIN);
    second.send({ database: database, addTarget: { targetId: 1, query: rooms() } });
    expect((await second.ended()).code).toBe(14);
    faults?.clear();
  });

  it("is dropped on request, with a status that clients retry", async () => {
    listen(1, { query: rooms() });
    await stream().snapshot();
    emulator().emulator?.faults.dropStreams();
    expect((await stream().ended()).code).toBe(14);
  });
});
