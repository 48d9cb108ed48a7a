import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { storage } from "../client/storage.ts";
import { en } from "./en.ts";
import { LANGUAGES, type Language, type Texts, textsOf } from "./texts.ts";

const STORED = "livechat-console:language";
const ENGLISH = textsOf("en", en);

const isLanguage = (value: string | null): value is Language => LANGUAGES.includes(value as Language);

/** The chosen language, else the browser's if it is one of ours. */
export function preferredLanguage(): Language {
  const stored = storage.get(STORED);
  if (isLanguage(stored)) return stored;
  return LANGUAGES.find((language) => navigator.language.startsWith(language)) ?? "en";
}

/** English is built in; another language is loaded when it is wanted. */
export async function loadTexts(language: Language): Promise<Texts> {
  if (language === "de") {
    const { de, reasons } = await import("./de.ts");
    return textsOf("de", de, reasons);
  }
  return ENGLISH;
}

const TextsContext = createContext<{ t: Texts; choose(language: Language): void }>({
  t: ENGLISH,
  choose: () => {},
});

export function TextsProvider({ initial, children }: { initial: Texts; children: ReactNode }) {
  const [t, setTexts] = useState<Texts>(() => initial);
  useEffect(() => {
    document.documentElement.lang = t.language;
  }, [t]);
  const choose = (language: Language) => {
    storage.set(STORED, language);
    void loadTexts(language).then((texts) => setTexts(() => texts));
  };
  return <TextsContext value={{ t, choose }}>{children}</TextsContext>;
}

export const useTexts = (): Texts => useContext(TextsContext).t;

export function useLanguage(): [Language, (language: Language) => void] {
  const { t, choose } = useContext(TextsContext);
  return [t.language, choose];
}
