import { describe, expect, it } from "vitest";
import { FairQueue } from "./fair-queue.ts";

const tick = () => new Promise<void>((done) => setImmediate(done));

describe("a fair queue", () => {
  it("runs one piece of work at a time, the keys in turn and each key in its order", async () => {
    const queue = new FairQueue({ maxPerKey: 10, max: 100 });
    const ran: string[] = [];
    let running = 0;
    const work = (name: string) => async () => {
      expect(++running).toBe(1);
      await tick();
      running--;
      ran.push(name);
    };
    const flood = ["a1", "a2", "a3", "a4"].map((name) => queue.add("a", work(name)));
    const others = [queue.add("b", work("b1")), queue.add("c", work("c1")), queue.add("b", work("b2"))];
    await Promise.all([...flood, ...others]);
    expect(ran).toEqual(["a1", "a2", "b1", "c1", "a3", "b2", "a4"]);
  });

  it("takes no more than its bounds, and takes again when there is room", async () => {
    const queue = new FairQueue({ maxPerKey: 2, max: 3 });
    const first = [queue.add("a", tick), queue.add("a", tick)];
    expect(queue.add("a", tick)).toBe("key-full");
    const other = queue.add("b", tick);
    expect(queue.add("c", tick)).toBe("full");
    await Promise.all([...first, other]);
    expect(await queue.add("a", async () => "again")).toBe("again");
  });

  it("goes on after work that failed", async () => {
    const queue = new FairQueue({ maxPerKey: 9, max: 9 });
    const failing = queue.add("a", async () => {
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await queue.add("a", async () => 1)).toBe(1);
  });
});
