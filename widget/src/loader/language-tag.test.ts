import { expect, it } from "vitest";
import { languageTag } from "./language-tag.ts";

it.each([
  ["de", "de"],
  ["DE-at", "de-AT"],
  ["en_US", "en-US"],
  ["", "en"],
  ["not a language", "en"],
  ["x", "en"],
])("%s is %s", (text, tag) => {
  expect(languageTag(text)).toBe(tag);
  expect(() => new Date(0).toLocaleTimeString(languageTag(text))).not.toThrow();
});
