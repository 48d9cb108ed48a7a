import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { it } from "./it.ts";
import { ja } from "./ja.ts";
import { nl } from "./nl.ts";
import { pl } from "./pl.ts";
import { pt } from "./pt.ts";
import type { SystemTexts } from "./system-texts.ts";

export const LANGUAGES: Readonly<Record<string, SystemTexts>> = { en, de, fr, es, ar, pt, it, nl, pl, ja };

/** The language of a tag such as `de-AT`: "de". */
export const languageOf = (locale: string): string => locale.toLowerCase().split("-")[0] ?? "";

/** The texts of a language tag; English for languages that are not here. */
export function systemTextsFor(locale: string): SystemTexts {
  return LANGUAGES[languageOf(locale)] ?? en;
}
