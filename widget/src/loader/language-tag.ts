/** A language tag as the browser and the API take it. Pages also write `en_US`; what is none is English. */
export function languageTag(text: string): string {
  try {
    return Intl.getCanonicalLocales(String(text).replaceAll("_", "-"))[0] ?? "en";
  } catch {
    return "en";
  }
}
