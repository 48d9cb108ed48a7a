import { z } from "zod";
import { LIMITS } from "./limits.ts";
import { text } from "./primitives.ts";

/** A language tag such as `de` or `pt-BR`. */
export const languageTag = z
  .string()
  .max(LIMITS.MAX_LOCALE_CHARS)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, "must be a language tag");

/** A text in several languages, by language tag. */
export const localized = (maxChars: number) =>
  z
    .record(languageTag, text(maxChars))
    .refine((texts) => Object.keys(texts).length <= LIMITS.MAX_LOCALES, "must not be in so many languages");
export type Localized = Readonly<Record<string, string>>;
