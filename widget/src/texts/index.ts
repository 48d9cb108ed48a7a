import { en } from "./en.ts";
import type { Language, Texts } from "./texts.ts";

export { type FileTexts, fill, type Language, type Texts } from "./texts.ts";

/** English is always there; each other language is a file of its own, loaded by who reads it. */
const LOADERS: Readonly<Record<string, () => Promise<Language>>> = {
  de: async () => (await import("./de.ts")).de,
  es: async () => (await import("./es.ts")).es,
  fr: async () => (await import("./fr.ts")).fr,
  ar: async () => (await import("./ar.ts")).ar,
  pt: async () => (await import("./pt.ts")).pt,
  it: async () => (await import("./it.ts")).it,
  nl: async () => (await import("./nl.ts")).nl,
  pl: async () => (await import("./pl.ts")).pl,
  ja: async () => (await import("./ja.ts")).ja,
};

export const LANGUAGES: readonly string[] = ["en", ...Object.keys(LOADERS)];

const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];

const languageOf = (locale: string): string => locale.toLowerCase().split("-")[0] ?? "";

/** The language of a tag such as `de-AT`; English for languages that are not here, or cannot be loaded. */
export async function loadLanguage(locale: string): Promise<Language> {
  try {
    const load = LOADERS[languageOf(locale)];
    return load ? await load() : en;
  } catch {
    return en;
  }
}

/** The panel's texts, with those that the widget's settings replace. A text that is not one of them is nobody's. */
export function withReplaced(texts: Texts, replaced: Readonly<Record<string, string>> | undefined): Texts {
  if (!replaced) return texts;
  const known = Object.entries(replaced).filter(([name, text]) => Object.hasOwn(texts, name) && text !== "");
  return { ...texts, ...Object.fromEntries(known) };
}

/** The direction of the language that is shown. */
export function directionOf({ tag }: Pick<Language, "tag">): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.includes(tag) ? "rtl" : "ltr";
}

export { en };
