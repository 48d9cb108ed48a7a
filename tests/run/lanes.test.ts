import { expect, it } from "vitest";
import { runSteps, timeOf } from "./lanes.ts";
import type { Step } from "./steps.ts";

const step = (name: string, sideBySide: boolean): Step => ({
  name,
  what: "",
  static: false,
  sideBySide,
  command: [],
  report: null,
  seconds: 10,
});

const STEPS = [step("types", false), step("unit", false), ...["a", "b", "c"].map((name) => step(name, true))];

/** What ran beside what: each step ends when it is told to. */
function stage() {
  const running = new Map<string, (goesOn: boolean) => void>();
  const run = ({ name }: Step) =>
    new Promise<boolean>((resolve) => {
      running.set(name, (goesOn) => {
        running.delete(name);
        resolve(goesOn);
      });
    });
  const names = () => [...running.keys()];
  const end = (name: string, goesOn = true) => running.get(name)?.(goesOn);
  return { run, names, end };
}

it("runs what needs the machine for itself first, one by one, and the others two at a time", async () => {
  const { run, names, end } = stage();
  const done = runSteps(STEPS, run);
  await expect.poll(names).toEqual(["types"]);
  end("types");
  await expect.poll(names).toEqual(["unit"]);
  end("unit");
  await expect.poll(names).toEqual(["a", "b"]);
  end("b");
  await expect.poll(names).toEqual(["a", "c"]);
  end("a");
  end("c");
  await done;
  expect(names()).toEqual([]);
});

it("begins nothing more after a step that the others stand on has failed", async () => {
  const { run, names, end } = stage();
  const done = runSteps(STEPS, run);
  await expect.poll(names).toEqual(["types"]);
  end("types", false);
  await done;
  expect(names()).toEqual([]);
});

it("takes as long as the one, then the longest lane of the others", () => {
  expect(timeOf(STEPS, () => 10)).toBe(35);
  expect(timeOf(STEPS, ({ name }) => (name === "a" ? 100 : 10))).toBe(120);
});
