import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Durations } from "./durations.ts";
import { quickSteps, type Step, steps } from "./steps.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livechat-durations-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const step = (name: string, seconds: number): Step => ({
  name,
  what: "",
  static: false,
  command: [],
  report: null,
  seconds,
});

it("announces what the table says, until a run here has told better", async () => {
  const two = [step("unit", 30), step("browser", 240)];
  const before = await Durations.read(folder, "whole");
  expect(before.announce(two)).toBe("2 steps, about 5 minutes, on two cores: unit, browser");
  await before.note(two[0] as Step, 20);
  await before.note(two[1] as Step, 61.4);
  const after = await Durations.read(folder, "whole");
  expect(after.announce(two)).toBe("2 steps, about 81 s, as the last time here: unit, browser");
  expect(after.announce(two, 2)).toBe("2 steps, about 61 s, as the last time here: unit, browser");
});

it("the short form is announced below a minute and a half", async () => {
  const announced = (await Durations.read(folder, "quick")).announce(quickSteps, 2);
  expect(Number(/about (\d+) s/.exec(announced)?.[1])).toBeLessThan(90);
  expect(quickSteps.length).toBeLessThan(steps.length);
});
