import { describe, expect, it } from "vitest";
import { directionOf, fill, LANGUAGES, textsFor } from "./index.ts";

const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

describe("the panel's texts", () => {
  it.each(Object.keys(LANGUAGES))("%s says everything, with the same blanks as English", (language) => {
    const texts = textsFor(language);
    for (const [key, english] of Object.entries(textsFor("en"))) {
      const text = texts[key as keyof typeof texts];
      expect(text.trim()).not.toBe("");
      expect([key, placeholders(text)]).toEqual([key, placeholders(english)]);
    }
  });

  it("finds a language by its tag, and English for one that is not here", () => {
    expect(textsFor("de-AT")).toBe(LANGUAGES.de);
    expect(textsFor("AR")).toBe(LANGUAGES.ar);
    expect(textsFor("tlh")).toBe(LANGUAGES.en);
    expect(textsFor("")).toBe(LANGUAGES.en);
  });

  it("goes from right to left only where its texts do", () => {
    expect([directionOf("ar-EG"), directionOf("en"), directionOf("he")]).toEqual(["rtl", "ltr", "ltr"]);
  });

  it("fills in names without reading them as text to fill", () => {
    expect(fill("{name} joined", { name: "{n} $& <b>" })).toBe("{n} $& <b> joined");
  });
});
