import { describe, expect, it } from "vitest";
import { type HeldAction, HeldActions, UNDO_MS } from "./held-actions.ts";

/** Timers that the test lets run. */
function clock() {
  let time = 0;
  const timers: { at: number; done: () => void }[] = [];
  return {
    now: () => time,
    after: (milliseconds: number, done: () => void) => {
      const timer = { at: time + milliseconds, done };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
    pass: (milliseconds: number) => {
      time += milliseconds;
      for (const timer of [...timers].filter(({ at }) => at <= time)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.done();
      }
    },
  };
}

function scene() {
  const time = clock();
  const done: string[] = [];
  const failures: unknown[] = [];
  const actions = new HeldActions({ ...time, onFailed: (error) => failures.push(error) });
  const close = (id: string, changes: Partial<HeldAction> = {}): HeldAction => ({
    key: `close:${id}`,
    conversationId: id,
    text: "Closed",
    run: async () => done.push(id),
    ...changes,
  });
  return { actions, close, done, failures, pass: time.pass };
}

describe("held actions", () => {
  it("are carried out when they can no longer be taken back, once", () => {
    const { actions, close, done, pass } = scene();
    actions.hold(close("a"));
    pass(UNDO_MS - 1);
    expect(done).toEqual([]);
    pass(1);
    expect(done).toEqual(["a"]);
    pass(UNDO_MS);
    expect(done).toEqual(["a"]);
    expect(actions.items.get()).toEqual([]);
  });

  it("that were taken back are never carried out", () => {
    const { actions, close, done, pass } = scene();
    let undone = 0;
    actions.hold(close("a", { onUndo: () => (undone += 1) }));
    actions.hold(close("b"));
    actions.undo("close:a");
    expect(undone).toBe(1);
    pass(UNDO_MS);
    expect(done).toEqual(["b"]);
    expect(actions.undoLast()).toBe(false);
  });

  it("of the same key: the first is carried out before the second waits", () => {
    const { actions, close, done } = scene();
    actions.hold(close("a"));
    actions.hold(close("a"));
    expect(done).toEqual(["a"]);
    expect(actions.items.get()).toHaveLength(1);
  });

  it("are all carried out when the page is left", async () => {
    const { actions, close, done, pass } = scene();
    actions.hold(close("a"));
    actions.hold(close("b"));
    await actions.carryOutAll();
    pass(UNDO_MS);
    expect(done).toEqual(["a", "b"]);
  });

  it("of a conversation that went on are dropped", () => {
    const { actions, close, done, pass } = scene();
    actions.hold(close("a"));
    expect(actions.drop("a").map(({ key }) => key)).toEqual(["close:a"]);
    pass(UNDO_MS);
    expect(done).toEqual([]);
  });

  it("that failed are told", async () => {
    const { actions, close, failures } = scene();
    const refused = new Error("refused");
    actions.hold(
      close("a", {
        run: async () => {
          throw refused;
        },
      }),
    );
    await actions.carryOut("close:a");
    expect(failures).toEqual([refused]);
  });
});
