import type { WidgetConfig } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { backAt } from "./presence.ts";
import { en } from "./texts/en.ts";
import type { View } from "./view.ts";

const at = (text: string) => new Date(text).getTime();

/** What is said by this clock of a company that opens at nine on Wednesday, 4 March. */
function saidAt(now: number): string | null {
  const nextOpeningAt = new Date(at("2026-03-04T09:00:00")).toISOString();
  const hours = { isOpen: false, nextOpeningAt, nextChangeAt: nextOpeningAt, timeZone: "UTC" };
  const state = { config: { hours } as WidgetConfig } as View["state"];
  return backAt({ state, texts: en.panel, locale: "en-GB", now });
}

describe("when somebody is back", () => {
  it("is named with its day unless that is today", () => {
    expect(saidAt(at("2026-03-04T08:00:00"))).toBe("We are back: 09:00");
    expect(saidAt(at("2026-03-03T20:00:00"))).toMatch(/^We are back: Wednesday(,| at)? 09:00$/);
    expect(saidAt(at("2026-02-20T20:00:00"))).toMatch(/^We are back: 4 March(,| at)? 09:00$/);
  });
});
