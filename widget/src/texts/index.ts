import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import type { Texts } from "./texts.ts";

export { fill, type Texts } from "./texts.ts";

export const LANGUAGES: Readonly<Record<string, Texts>> = { en, de, fr, es, ar };

const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];

const languageOf = (locale: string): string => locale.toLowerCase().split("-")[0] ?? "";

/** The texts of a language tag such as `de-AT`; English for languages that are not here. */
export function textsFor(locale: string): Texts {
  return LANGUAGES[languageOf(locale)] ?? en;
}

/** The direction of the language that is shown. */
export function directionOf(locale: string): "ltr" | "rtl" {
  const language = languageOf(locale);
  return language in LANGUAGES && RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr";
}
