import { describe, expect, it } from "vitest";
import { sweep } from "../../functions/src/maintenance/sweep.ts";
import { drain } from "../../functions/src/routing/drain.ts";
import { DrainLease } from "../../functions/src/routing/drain-lease.ts";
import { deliver } from "../../functions/test/deliver.ts";
import { Fixture } from "./fixture.ts";
import { beforeTransaction, beforeWrite } from "./intercept.ts";

describe("the lease of a queue's drainer", () => {
  it("sends others away, and lets one in again when it is given back", async () => {
    const { ctx, groupId } = await Fixture.open();
    const first = await DrainLease.take(groupId, "first", ctx);
    expect(await DrainLease.take(groupId, "second", ctx)).toBeNull();
    await first?.release();
    expect(await DrainLease.take(groupId, "second", ctx)).not.toBeNull();
  });

  it("goes to exactly one of many who ask at once", async () => {
    const { ctx, groupId } = await Fixture.open();
    const asked = Array.from({ length: 12 }, (_, i) => DrainLease.take(groupId, `task-${i}`, ctx));
    expect((await Promise.all(asked)).filter((lease) => lease !== null)).toHaveLength(1);
  });

  it("of a dead drainer goes to its own retry at once, to others when it has run out", async () => {
    const { ctx, groupId, backend } = await Fixture.open();
    await DrainLease.take(groupId, "dead", ctx);
    expect(await DrainLease.take(groupId, "dead", ctx)).not.toBeNull();
    expect(await DrainLease.take(groupId, "other", ctx)).toBeNull();
    backend.clock.advance(11);
    expect(await DrainLease.take(groupId, "other", ctx)).not.toBeNull();
  });

  it("is kept through a long drain, and lost to whoever took it over", async () => {
    const { ctx, groupId, backend } = await Fixture.open();
    const long = await DrainLease.take(groupId, "long", ctx);
    backend.clock.advance(6);
    expect(await long?.keep()).toBe(true);
    backend.clock.advance(6);
    expect(await DrainLease.take(groupId, "other", ctx)).toBeNull();
    backend.clock.advance(6);
    expect(await DrainLease.take(groupId, "other", ctx)).not.toBeNull();
    expect(await long?.keep()).toBe(false);
    await long?.release();
    expect(await DrainLease.take(groupId, "third", ctx)).toBeNull();
  });

  it("of a drainer that died leaves nobody waiting for longer than itself and a sweep", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    const sessions = await fixture.visitors(2);
    await DrainLease.take(fixture.groupId, "dead", fixture.ctx);
    await fixture.settle();
    expect(await fixture.owners(sessions)).toEqual([null, null]);
    fixture.backend.clock.advance(11);
    await sweep(fixture.ctx);
    expect(await fixture.owners(sessions)).toEqual([anna.id, anna.id]);
  });

  it("loses no wake-up: who came after the last batch and went away is seen after the release", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    const sessions = await fixture.visitors(2);
    const { ctx, groupId } = fixture;
    let late: (typeof sessions)[number] | undefined;
    const whileItIsReleased = async () => {
      late = await fixture.visitor();
      fixture.backend.tasks.take();
      expect(await drain(groupId, "late", ctx)).toMatchObject({ assigned: 1 });
      const others = await fixture.visitors(2);
      expect(await drain(groupId, "later", ctx)).toEqual({ assigned: 0, outcome: "busy" });
      sessions.push(...others);
    };
    const db = beforeWrite(ctx.db, { path: `routingLeases/${groupId}`, method: "delete" }, whileItIsReleased);
    fixture.backend.tasks.take();
    await drain(groupId, "first", { ...ctx, db });
    expect(late && (await fixture.owner(late))).toBe(anna.id);
    expect(await fixture.owners(sessions)).toEqual(sessions.map(() => anna.id));
  });

  it("belongs to one task: two tasks about the same agent do not drain one queue at once", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    await fixture.visitors(2);
    fixture.backend.tasks.take();
    const twice = [0, 1].map(() => ({ queue: "assignConversation", data: { agentId: anna.id } }) as const);
    const [first, second] = twice;
    if (!first || !second) throw new Error("Two tasks were made.");
    let seen: string | undefined;
    const whileFirstDrains = async () => {
      const before = (await fixture.ctx.db.doc(`routingLeases/${fixture.groupId}`).get()).get("holder");
      await deliver(second, fixture.ctx);
      seen = (await fixture.ctx.db.doc(`routingLeases/${fixture.groupId}`).get()).get("holder");
      expect(seen).toBe(before);
    };
    await deliver(first, { ...fixture.ctx, db: beforeTransaction(fixture.ctx.db, 1, whileFirstDrains) });
    expect(seen).toBeDefined();
    expect((await fixture.agentNow(anna.id)).activeChats).toBe(2);
  });

  it("does not stand in the way of a lone conversation", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    await DrainLease.take(fixture.groupId, "other", fixture.ctx);
    const session = await fixture.visitor();
    await fixture.settle();
    expect(await fixture.owner(session)).toBe(anna.id);
  });
});
