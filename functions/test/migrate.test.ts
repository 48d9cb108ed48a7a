import { FieldValue } from "firebase-admin/firestore";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrate, migrationProgress, noteNewDatabase, PAGE_DOCUMENTS } from "../src/migrations/migrate.ts";
import type { Migration } from "../src/migrations/migration.ts";
import { meta, SCHEMA_STATE_ID } from "../src/store/schema-state.ts";
import { type Backend, startBackend } from "./harness.ts";

/** Counts are doubled by a migration that must not be applied twice: it marks what it has done. */
const doubled: Migration = {
  to: 2,
  what: "counts are doubled",
  documents: (db) => db.collection("boxes"),
  changes: ({ ref, data }) =>
    data.doubled ? [] : [{ ref, fields: { count: data.count * 2, doubled: true } }],
};
const split: Migration = {
  to: 3,
  what: "labels are kept apart from boxes",
  documents: (db) => db.collection("boxes"),
  changes: ({ ref, data }) =>
    data.label === undefined
      ? []
      : [
          { ref: ref.firestore.collection("labels").doc(ref.id), fields: { label: data.label } },
          { ref, fields: { label: FieldValue.delete() } },
        ],
};
const all = [doubled, split];
const DRAINED_SECONDS = 601;

let backend: Backend;

beforeEach(async () => {
  backend = await startBackend();
});

afterEach(() => backend.stop());

async function fill(count: number): Promise<void> {
  const batch = backend.ctx.db.batch();
  for (let number = 0; number < count; number++) {
    const id = `box-${String(number).padStart(4, "0")}`;
    batch.set(backend.ctx.db.collection("boxes").doc(id), { count: number, label: `Box ${number}` });
  }
  await batch.commit();
}

/** Runs as the task function and the sweep do, until nothing is left; `seconds` is how long one run may take. */
async function runToTheEnd(migrations: readonly Migration[] = all, seconds = 60): Promise<number> {
  for (let runs = 1; ; runs++) {
    const until = new Date(backend.clock.now().getTime() + seconds * 1000);
    const { isDone, notBefore } = await migrate({ until, all: migrations }, backend.ctx);
    if (isDone) return runs;
    if (notBefore) backend.clock.advance((notBefore.getTime() - backend.clock.now().getTime()) / 1000);
  }
}

const boxes = async () => (await backend.ctx.db.collection("boxes").get()).docs.map((it) => it.data());
const state = () => meta.get(backend.ctx.db, SCHEMA_STATE_ID);

describe("migrations", () => {
  it("change every document once, over several pages, and count the version up", async () => {
    const count = PAGE_DOCUMENTS * 2 + 7;
    await fill(count);
    await runToTheEnd();
    const stored = await boxes();
    expect(stored).toHaveLength(count);
    expect(stored.every((box, number) => box.count === number * 2 && box.label === undefined)).toBe(true);
    expect((await backend.ctx.db.collection("labels").count().get()).data().count).toBe(count);
    expect(await state()).toMatchObject({ version: 3, pass: null });
    expect(await migrationProgress(backend.ctx, all)).toBe("done");
  });

  it("go on where a run stopped", async () => {
    await fill(PAGE_DOCUMENTS + 1);
    const { ctx } = backend;
    const { isDone } = await migrate({ until: ctx.now(), all }, ctx);
    expect(isDone).toBe(false);
    expect(await state()).toMatchObject({ version: 1, pass: { version: 2, looked: PAGE_DOCUMENTS } });
    await migrate({ until: ctx.now(), all }, ctx);
    expect((await state())?.pass).toMatchObject({ looked: PAGE_DOCUMENTS + 1, changed: PAGE_DOCUMENTS + 1 });
    await runToTheEnd();
    expect((await boxes()).map((box) => box.count)).toEqual(
      Array.from({ length: PAGE_DOCUMENTS + 1 }, (_, number) => number * 2),
    );
  });

  it("run twice at once without changing anything twice", async () => {
    await fill(60);
    const { ctx } = backend;
    const until = new Date(ctx.now().getTime() + 1000);
    await Promise.all(Array.from({ length: 4 }, () => migrate({ until, all }, ctx)));
    await runToTheEnd();
    expect((await boxes()).map((box) => box.count)).toEqual(Array.from({ length: 60 }, (_, at) => at * 2));
    expect(await state()).toMatchObject({ version: 3, pass: null });
  });

  it("find what an instance of the release before still wrote", async () => {
    await fill(3);
    const { ctx, clock } = backend;
    const until = new Date(ctx.now().getTime() + 60_000);
    const { notBefore } = await migrate({ until, all }, ctx);
    expect(notBefore).not.toBeNull();
    // Behind the pass, in the old shape, before the old instances are gone.
    await ctx.db.collection("boxes").doc("a-late-one").set({ count: 21, label: "late" });
    clock.advance(DRAINED_SECONDS);
    await runToTheEnd();
    expect((await ctx.db.collection("boxes").doc("a-late-one").get()).data()).toMatchObject({ count: 42 });
    expect(await state()).toMatchObject({ version: 3 });
  });

  it("lose no write that is made meanwhile", async () => {
    await fill(40);
    const { ctx } = backend;
    const ref = ctx.db.collection("boxes").doc("box-0013");
    const touch = () =>
      ctx.db.runTransaction(async (tx) => {
        const { touched = 0 } = (await tx.get(ref)).data() ?? {};
        tx.update(ref, { touched: touched + 1 });
      });
    await Promise.all([runToTheEnd(), touch(), touch(), touch()]);
    expect((await ref.get()).data()).toMatchObject({ count: 26, touched: 3 });
  });

  it("tell the sweep when nobody goes on", async () => {
    await fill(PAGE_DOCUMENTS + 1);
    const { ctx, clock } = backend;
    expect(await migrationProgress(ctx, all)).toBe("stalled");
    await migrate({ until: ctx.now(), all }, ctx);
    expect(await migrationProgress(ctx, all)).toBe("running");
    clock.advance(180);
    expect(await migrationProgress(ctx, all)).toBe("stalled");
  });

  it("have nothing to do in a new database", async () => {
    await noteNewDatabase(backend.ctx, all);
    expect(await state()).toMatchObject({ version: 3, pass: null });
    expect(await migrationProgress(backend.ctx, all)).toBe("done");
  });

  it("are not skipped in a database that has people already", async () => {
    await backend.people.agent("Anna");
    await noteNewDatabase(backend.ctx, all);
    expect(await state()).toBeNull();
  });
});
