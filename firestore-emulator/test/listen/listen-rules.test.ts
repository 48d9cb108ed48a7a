import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compileRules } from "../../src/rules/decide/compile.ts";
import { fieldIs, listenFixture, news, steps } from "./listen-fixture.ts";
import { RawStream } from "./raw-stream.ts";

const { database, db, emulator, nameOf, room, rooms } = listenFixture("demo-listen-rules");

const PROJECT = "demo-listen-rules";

function withRules(source: string): void {
  emulator().emulator?.context.rules.set(PROJECT, compileRules(source));
}

function unsignedToken(uid: string): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  return `Bearer ${encode({ alg: "none" })}.${encode({ sub: uid, user_id: uid })}.`;
}

describe("under security rules", () => {
  const RULES = `rules_version = '2';
    service cloud.firestore {
      match /databases/{database}/documents {
        match /rooms/{room} {
          allow get: if resource == null || resource.data.owner == request.auth.uid;
          allow list: if exists(/databases/$(database)/documents/agents/$(request.auth.uid));
        }
      }
    }`;
  let user: RawStream;

  beforeEach(() => {
    withRules(RULES);
    user = new RawStream(emulator().address, "Listen", unsignedToken("ann"));
  });

  afterEach(() => {
    user.close();
    emulator().emulator?.context.rules.delete(PROJECT);
  });

  it("a denied target ends alone, with PERMISSION_DENIED", async () => {
    user.send({ database: database, addTarget: { targetId: 1, query: rooms() } });
    const [refused] = await user.next(({ targetChange }) => targetChange?.targetChangeType === 2);
    expect(refused?.targetChange).toMatchObject({ targetIds: [1], cause: { code: 7 } });
    user.send({
      database: database,
      addTarget: { targetId: 2, documents: { documents: [nameOf("rooms/none")] } },
    });
    expect(steps(await user.snapshot())).toEqual(["ADD", "CURRENT", "NO_CHANGE"]);
  });

  it("access ends at once when a document that the rules read changes", async () => {
    await db().doc("agents/ann").set({});
    user.send({ database: database, addTarget: { targetId: 1, query: rooms() } });
    await user.snapshot();
    await db().doc("agents/ann").delete();
    const [ended] = await user.next(({ targetChange }) => targetChange?.targetChangeType === 2);
    expect(ended?.targetChange).toMatchObject({ targetIds: [1], cause: { code: 7 } });
  });

  it("access to a document ends when its own new content denies it, and the content is not sent", async () => {
    await room("a").set({ owner: "ann" });
    const documents = { documents: [nameOf("rooms/a")] };
    user.send({ database: database, addTarget: { targetId: 1, documents } });
    await user.snapshot();
    await room("a").set({ owner: "bob" });
    const rest = await user.next(({ targetChange }) => targetChange?.targetChangeType === 2);
    expect(news(rest)).toEqual([]);
    expect(rest.at(-1)?.targetChange).toMatchObject({ cause: { code: 7 } });
  });

  it("access to a query by a document's name ends when that document's own content denies it", async () => {
    withRules(
      RULES.replace(
        "if exists(/databases/$(database)/documents/agents/$(request.auth.uid))",
        "if resource.data.owner == request.auth.uid",
      ),
    );
    await room("a").set({ owner: "ann" });
    const byName = rooms({
      where: {
        fieldFilter: {
          field: { fieldPath: "__name__" },
          op: 5,
          value: { referenceValue: nameOf("rooms/a") },
        },
      },
    });
    user.send({ database: database, addTarget: { targetId: 1, query: byName } });
    await user.snapshot();
    await room("a").set({ owner: "bob" });
    const rest = await user.next(({ targetChange }) => targetChange?.targetChangeType === 2);
    expect(news(rest)).toEqual([]);
    expect(rest.at(-1)?.targetChange).toMatchObject({ cause: { code: 7 } });
  });

  it("access ends when the rules are replaced", async () => {
    await db().doc("agents/ann").set({});
    user.send({ database: database, addTarget: { targetId: 1, query: rooms() } });
    await user.snapshot();
    withRules("rules_version = '2'; service cloud.firestore {}");
    const [ended] = await user.next(({ targetChange }) => targetChange?.targetChangeType === 2);
    expect(ended?.targetChange).toMatchObject({ targetIds: [1], cause: { code: 7 } });
  });

  it("a document that leaves a query is not shown to someone who may not get it", async () => {
    await db().doc("agents/ann").set({});
    await room("a").set({ open: true, owner: "ann" });
    await room("b").set({ open: true, owner: "ann" });
    user.send({
      database: database,
      addTarget: { targetId: 1, query: rooms({ where: fieldIs("open", true) }) },
    });
    await user.snapshot();
    await room("a").set({ open: false, owner: "ann" });
    expect(news(await user.snapshot())).toEqual(["1-rooms/a"]);
    await room("b").set({ open: false, owner: "bob" });
    expect(news(await user.snapshot())).toEqual(["1~rooms/b"]);
  });
});
