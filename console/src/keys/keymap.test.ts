import { expect, it } from "vitest";
import { chordOf, KEYMAP, keyFor } from "./keymap.ts";

const press = (key: string, more: Partial<Parameters<typeof chordOf>[0]> = {}) =>
  chordOf({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, ...more });

it("no two keys are the same", () => {
  const chords = Object.values(KEYMAP).flatMap(({ keys }) => keys);
  expect(new Set(chords).size).toBe(chords.length);
});

it("keys follow the layout: what counts is the letter, not where it is", () => {
  expect(keyFor(null, press("j", { code: "KeyC" }))).toBe("next");
  expect(keyFor(null, press("?", { code: "Minus" }))).toBe("help");
});

it("Ctrl or Cmd and K opens the palette, K alone goes up the list", () => {
  expect(keyFor(null, press("k", { ctrlKey: true }))).toBe("palette");
  expect(keyFor(null, press("K", { metaKey: true }))).toBe("palette");
  expect(keyFor(null, press("k"))).toBe("previous");
});

it("G and a letter lead to a page; the letter alone is what it always is", () => {
  expect(keyFor("g", "r")).toBe("goReports");
  expect(keyFor(null, "r")).toBe("reply");
  expect(keyFor("x", "r")).toBe("reply");
});

it("Alt and a digit are found by their place, whatever Alt makes of them", () => {
  expect(keyFor(null, press("¡", { code: "Digit1", altKey: true }))).toBe("nth");
  expect(keyFor(null, press("ø", { code: "KeyO", altKey: true }))).toBe("toggleOnline");
});
