import { describe, expect, it } from "vitest";
import { beforeTransaction } from "./intercept.ts";
import { Scene } from "./scene.ts";

describe("capacity that comes at the worst moment", () => {
  it("a heartbeat between the look at a lease and the note that it has ended", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    await scene.beat(anna, "desk");
    scene.backend.tasks.take();
    scene.backend.clock.advance(61);
    const session = await scene.visitor();
    // The first transaction finds the lease ended; the second would note it.
    const ctx = { ...scene.ctx, db: beforeTransaction(scene.ctx.db, 2, () => scene.beat(anna, "desk")) };
    await scene.settle(ctx);
    expect(await scene.owner(session)).toBe(anna.id);
  });
});
