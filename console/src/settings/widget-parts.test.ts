import { DEFAULT_WIDGET_SETTINGS } from "@livechat/contract";
import { expect, it } from "vitest";
import { partsOf } from "./widget-parts.ts";

const widget = { id: "w1", allowedDomains: ["shop.example"], ...DEFAULT_WIDGET_SETTINGS };
const field = { id: "topic", type: "text", required: false } as never;

/** Which forms begin anew. */
const anew = (changed: typeof widget): string[] => {
  const [before, after] = [partsOf(widget), partsOf(changed)];
  return Object.keys(after).filter((name) => after[name as "look"] !== before[name as "look"]);
};

it("begins a form anew when what it edits has changed, and no other", () => {
  expect(anew({ ...widget })).toEqual([]);
  expect(anew({ ...widget, theme: { ...widget.theme, logoFileId: "file1" } })).toEqual([]);
  expect(anew({ ...widget, theme: { ...widget.theme, radius: 4 } })).toEqual(["look"]);
  expect(anew({ ...widget, allowedDomains: [] })).toEqual(["look"]);
  expect(anew({ ...widget, preChat: { ...widget.preChat, when: "always" } })).toEqual(["look"]);
  expect(anew({ ...widget, offline: { ...widget.offline, fields: [field] } })).toEqual(["forms"]);
  expect(anew({ ...widget, greetings: [{ id: "g" } as never] })).toEqual(["greetings"]);
  expect(anew({ ...widget, home: { entries: [{ id: "h" } as never] } })).toEqual(["home"]);
  expect(anew({ ...widget, id: "w2" })).toEqual(["look", "forms", "greetings", "home"]);
});
