import { en as system } from "@livechat/chat-ui/texts/en";
import { describe, expect, it } from "vitest";
import { enFiles as files } from "./en-files.ts";
import { directionOf, en, fill, LANGUAGES, loadLanguage, withReplaced } from "./index.ts";

const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

const ENGLISH = { panel: en.panel, files, system } as const;

/** Words that are the same in several languages. */
const SHARED = new Set(["Emoji", "Name", "Message", "Conversation", "Team", "No"]);

describe("the panel's texts", () => {
  it("are in ten languages", () => {
    expect([...LANGUAGES].sort()).toEqual(["ar", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt"]);
  });

  it.each(LANGUAGES)("%s says everything, with the same blanks as English", async (tag) => {
    const language = await loadLanguage(tag);
    expect(language.tag).toBe(tag);
    for (const part of ["panel", "files", "system"] as const) {
      const english = ENGLISH[part] as unknown as Record<string, string>;
      const texts = tag === "en" ? english : (language[part] as unknown as typeof english);
      expect(Object.keys(texts ?? {}).sort()).toEqual(Object.keys(english).sort());
      for (const [key, text] of Object.entries(texts ?? {})) {
        const name = `${tag}.${part}.${key}`;
        expect([name, text.trim() !== ""]).toEqual([name, true]);
        expect([name, blanks(text)]).toEqual([name, blanks(english[key] ?? "")]);
        const isTranslated = tag === "en" || text !== english[key] || SHARED.has(text);
        expect([name, isTranslated]).toEqual([name, true]);
      }
    }
  });

  it("are found by a tag, and in English for a language that is not here", async () => {
    const tagOf = async (locale: string) => (await loadLanguage(locale)).tag;
    expect(await Promise.all(["de-AT", "AR", "pt-BR", "tlh", ""].map(tagOf))).toEqual([
      ...["de", "ar", "pt", "en", "en"],
    ]);
  });

  it("go from right to left only where they do", () => {
    expect([directionOf({ tag: "ar" }), directionOf({ tag: "en" })]).toEqual(["rtl", "ltr"]);
  });

  it("are replaced by the widget's settings, by name, and by nothing else", () => {
    const replaced = withReplaced(en.panel, { title: "Ask Nora", welcome: "", toString: "x", nothing: "y" });
    expect(replaced).toEqual({ ...en.panel, title: "Ask Nora" });
    expect(withReplaced(en.panel, undefined)).toBe(en.panel);
  });

  it("are filled in without reading names as text to fill", () => {
    expect(fill("{name} joined", { name: "{n} $& <b>" })).toBe("{n} $& <b> joined");
  });
});
