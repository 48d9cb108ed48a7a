import type { Context } from "../../platform/context.ts";
import { COMPANY, settings } from "../../store/settings.ts";

/** "You are talking with an AI.", as the widget's languages say it. */
const LABELS: Readonly<Record<string, string>> = {
  ar: "أنت تتحدث مع ذكاء اصطناعي.",
  de: "Sie sprechen mit einer KI.",
  en: "You are talking with an AI.",
  es: "Está hablando con una IA.",
  fr: "Vous parlez avec une IA.",
  it: "Sta parlando con un'IA.",
  ja: "AIがお答えしています。",
  nl: "U spreekt met een AI.",
  pl: "Rozmawiasz z AI.",
  pt: "Está a falar com uma IA.",
};

const languageOf = (locale: string): string => locale.split("-")[0]?.toLowerCase() ?? "";

/** The label in the visitor's language, else in the company's, else in English. */
export async function aiLabel(locale: string | null, ctx: Context): Promise<string> {
  const own = locale === null ? undefined : LABELS[languageOf(locale)];
  if (own !== undefined) return own;
  const company = await settings.get(ctx.db, COMPANY);
  return LABELS[languageOf(company?.defaultLocale ?? "en")] ?? (LABELS.en as string);
}
