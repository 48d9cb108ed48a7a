/**
 * What there is in several languages, best for a reader first: the reader's own (`de-CH`), its language (`de`), the
 * company's default, and last whatever there is. Tags are compared without case.
 */
export function localesFor(locale: string | undefined, fallback: string): string[] {
  const wanted = [locale, locale?.split("-")[0], fallback, fallback.split("-")[0]];
  return [...new Set(wanted.filter((tag) => tag !== undefined).map((tag) => tag.toLowerCase()))];
}

/** The value in the best language for a reader. undefined: there is none in any. */
export function pickLocale<T>(
  byLocale: Readonly<Record<string, T>>,
  locales: readonly string[],
): T | undefined {
  const entries = Object.entries(byLocale);
  for (const locale of locales) {
    const found = entries.find(([tag]) => tag.toLowerCase() === locale);
    if (found) return found[1];
  }
  return entries[0]?.[1];
}
