import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import "../app/invite-texts.ts";
import "../archive/texts.ts";
import "../integrations/texts.ts";
import "../me/texts.ts";
import "../people/texts.ts";
import "../person/texts.ts";
import "../reports/texts.ts";
import "../settings/texts.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { textsOf } from "./texts.ts";

const SOURCE = join(import.meta.dirname, "..");
const tables: Record<string, Record<string, string>> = { en, de };
const keys = Object.keys(en);

/** Words that both languages write alike. */
const SAME_IN_BOTH = 3;

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === "en" || name === "de" ? [] : sources(path);
    return /^(?!en\.|de\.).*(?<!\.test)\.tsx?$/.test(name) ? [path] : [];
  });
}

const code = sources(SOURCE).map((path) => ({
  path: path.slice(SOURCE.length),
  text: readFileSync(path, "utf8"),
}));
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

/** A text that stands in the markup itself: letters between tags, or in an attribute that is read. */
const BARE_TEXT =
  /(?:>|^)\s*([A-Z][a-z]+(?: [a-z]+)*[.!?…]?)\s*<\/|(?:aria-label|title|placeholder|alt)="([^"]*[a-z][^"]*)"/gm;
const NAMES = new Set(["livechat"]);

describe("the texts", () => {
  it.each(Object.keys(tables))("of %s are all there, none is empty", (language) => {
    expect(Object.keys(tables[language] ?? {}).sort()).toEqual([...keys].sort());
    expect(keys.filter((key) => !tables[language]?.[key]?.trim())).toEqual([]);
  });

  it.each(Object.keys(tables))("of %s have names of their own: no part overwrites another's", (language) => {
    const parts = readdirSync(join(import.meta.dirname, language)).map((name) =>
      readFileSync(join(import.meta.dirname, language, name), "utf8"),
    );
    const names = parts.flatMap((part) => [...part.matchAll(/^ {2}"?([\w.]+)"?:/gm)].map(([, name]) => name));
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it("have the same holes in every language", () => {
    const different = keys.filter(
      (key) => String(holes(en[key as keyof typeof en])) !== String(holes(de[key as keyof typeof en])),
    );
    expect(different).toEqual([]);
  });

  it("of German are German: longer ones differ from the English", () => {
    const same = keys.filter((key) => {
      const text = en[key as keyof typeof en];
      return text === de[key as keyof typeof en] && text.split(" ").length > SAME_IN_BOTH;
    });
    expect(same).toEqual([]);
  });

  it("are used, each of them", () => {
    const all = code.map(({ text }) => text).join("\n");
    const unused = keys.filter((key) => {
      const base = key.replace(/\.(one|other)$/, "");
      // Made of two parts: the part before the last dot and a variable.
      const prefix = base.slice(0, base.lastIndexOf(".") + 1);
      return !all.includes(`"${base}"`) && !all.includes(`\`${prefix}\${`);
    });
    expect(unused).toEqual([]);
  });

  it("stand in the table and nowhere else", () => {
    const bare = code.flatMap(({ path, text }) =>
      path.endsWith(".tsx")
        ? [...text.matchAll(BARE_TEXT)]
            .map(([, word, attribute]) => word ?? attribute ?? "")
            .filter((word) => !NAMES.has(word))
            .map((word) => `${path}: ${word}`)
        : [],
    );
    expect(bare).toEqual([]);
  });

  it("count by the language's rule", () => {
    const english = textsOf("en", en);
    expect(english.count("list.colleagues", 1)).toBe("1 colleague is online.");
    expect(english.count("list.colleagues", 1200)).toBe("1,200 colleagues are online.");
    expect(textsOf("de", de).count("list.colleagues", 0)).toBe("0 Kollegen sind online.");
  });

  it("name days as people do", () => {
    const t = textsOf("en", en);
    const now = new Date(2026, 2, 5, 9).getTime();
    expect(t.day(new Date(2026, 2, 5, 0, 1).toISOString(), now)).toBe("Today");
    expect(t.day(new Date(2026, 2, 4, 23, 59).toISOString(), now)).toBe("Yesterday");
    expect(t.day(new Date(2026, 2, 2).toISOString(), now)).toBe("Monday, March 2");
    expect(t.day(new Date(2025, 2, 2).toISOString(), now)).toBe("March 2, 2025");
  });
});
