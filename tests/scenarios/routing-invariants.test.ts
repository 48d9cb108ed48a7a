import { describe, it } from "vitest";
import { expectToHold, MAX_MILLIS } from "./world/expect-to-hold.ts";
import { runsOf } from "./world/property.ts";

describe("the invariants of routing, whatever runs at the same time, in any order", () => {
  it(
    "hold while everything arrives at least once: nobody is stuck, without any sweep",
    () => expectToHold({ processesDie: false, tasksGetLost: false, requestsFail: false }, runsOf(300)),
    MAX_MILLIS,
  );

  it(
    "hold while tasks get lost: the sweep makes up for it",
    () => expectToHold({ processesDie: false, tasksGetLost: true, requestsFail: false }, runsOf(200)),
    MAX_MILLIS,
  );
});
