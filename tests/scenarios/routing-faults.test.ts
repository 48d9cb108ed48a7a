import { describe, it } from "vitest";
import { expectToHold, MAX_MILLIS } from "./world/expect-to-hold.ts";
import { runsOf } from "./world/property.ts";

describe("the invariants of routing, whatever breaks", () => {
  it(
    "hold while processes die between any two of their requests",
    () => expectToHold({ processesDie: true, tasksGetLost: false, requestsFail: false }, runsOf(250)),
    MAX_MILLIS,
  );

  it(
    "hold while transactions are aborted, requests fail and answers get lost, all at once with the rest",
    () => expectToHold({ processesDie: true, tasksGetLost: true, requestsFail: true }, runsOf(250)),
    MAX_MILLIS,
  );
});
