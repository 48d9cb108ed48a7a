import type { WidgetConfig } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import type { View } from "../view.ts";
import { expectedWait } from "./expected-wait.ts";

const QUEUED_AT = "2026-03-02T09:00:00.000Z";
const MINUTE = 60;

interface Known {
  /** How long the visitor has waited, in seconds. */
  waited?: number;
  /** How much earlier the first in the queue began, in seconds. */
  ahead?: number | null;
  config?: Partial<WidgetConfig>;
  state?: Partial<View["state"]>;
}

function waitOf({ waited = 0, ahead = null, config, state }: Known): number | null {
  const known = { usualAnswerSeconds: 3 * MINUTE, agentsOnline: 2, available: true, ...config };
  return expectedWait({
    now: Date.parse(QUEUED_AT) + waited * 1000,
    state: {
      ...{ config: known, isAvailable: known.available, conversation: { queue: { queuedAt: QUEUED_AT } } },
      ...{ queuePosition: 2, queueAheadMs: ahead === null ? null : ahead * 1000 },
      ...state,
    } as View["state"],
  });
}

describe("how long it will take until somebody answers", () => {
  it("is what is left of the usual time", () => {
    expect(waitOf({})).toBe(3 * MINUTE);
    expect(waitOf({ waited: MINUTE, ahead: 0 })).toBe(2 * MINUTE);
  });

  it("is longer in a queue that has become slower: as long as it takes the first in it", () => {
    expect(waitOf({ ahead: 20 * MINUTE })).toBe(20 * MINUTE);
    expect(waitOf({ ahead: 20 * MINUTE, waited: 10 * MINUTE })).toBe(20 * MINUTE);
  });

  it.each<[string, Known]>([
    ["it has taken longer than usual already", { waited: 3 * MINUTE, ahead: 0 }],
    ["it has taken longer already than it took the first", { waited: 21 * MINUTE, ahead: 20 * MINUTE }],
    ["nobody is there", { config: { available: false, agentsOnline: 0 } }],
    ["it is not known that anybody is there", { state: { isAvailable: null } }],
    ["nothing usual is known", { config: { usualAnswerSeconds: null } }],
    ["the place is not known", { state: { queuePosition: null } }],
    ["nothing waits", { state: { conversation: null } }],
  ])("is not said where %s", (_where, known) => {
    expect(waitOf(known)).toBe(null);
  });
});
