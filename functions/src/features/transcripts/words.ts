import { pickLocale } from "@livechat/contract";

/** What a transcript says beside what people wrote. */
export interface Words {
  readonly title: string;
  readonly visitor: string;
  readonly agent: string;
  readonly file: string;
  /** Not all of a very long conversation is in it. */
  readonly cut: string;
}

const WORDS: Readonly<Record<string, Words>> = {
  en: {
    title: "Transcript of your conversation",
    visitor: "You",
    agent: "Agent",
    file: "File",
    cut: "The conversation goes on; this transcript holds its beginning.",
  },
  de: {
    title: "Protokoll Ihres Gesprächs",
    visitor: "Sie",
    agent: "Mitarbeiter",
    file: "Datei",
    cut: "Das Gespräch geht weiter; dieses Protokoll enthält den Anfang.",
  },
  es: {
    title: "Transcripción de su conversación",
    visitor: "Usted",
    agent: "Agente",
    file: "Archivo",
    cut: "La conversación continúa; esta transcripción contiene su comienzo.",
  },
  fr: {
    title: "Transcription de votre conversation",
    visitor: "Vous",
    agent: "Agent",
    file: "Fichier",
    cut: "La conversation continue ; cette transcription en contient le début.",
  },
  ar: {
    title: "نص محادثتك",
    visitor: "أنت",
    agent: "الموظف",
    file: "ملف",
    cut: "المحادثة مستمرة، وهذا النص يحتوي على بدايتها.",
  },
  pt: {
    title: "Transcrição da sua conversa",
    visitor: "Você",
    agent: "Agente",
    file: "Arquivo",
    cut: "A conversa continua; esta transcrição contém o início.",
  },
  it: {
    title: "Trascrizione della conversazione",
    visitor: "Lei",
    agent: "Operatore",
    file: "File",
    cut: "La conversazione continua; questa trascrizione ne contiene l'inizio.",
  },
  nl: {
    title: "Verslag van uw gesprek",
    visitor: "U",
    agent: "Medewerker",
    file: "Bestand",
    cut: "Het gesprek gaat verder; dit verslag bevat het begin.",
  },
  pl: {
    title: "Zapis rozmowy",
    visitor: "Ty",
    agent: "Konsultant",
    file: "Plik",
    cut: "Rozmowa trwa dalej; ten zapis zawiera jej początek.",
  },
  ja: {
    title: "会話の記録",
    visitor: "お客様",
    agent: "担当者",
    file: "ファイル",
    cut: "会話は続きます。この記録には冒頭部分が含まれています。",
  },
};

export const TRANSCRIPT_LANGUAGES = Object.keys(WORDS);

/** The language of a transcript, among those that there are. */
export function languageFor(locales: readonly string[]): string {
  const byLanguage = Object.fromEntries(TRANSCRIPT_LANGUAGES.map((language) => [language, language]));
  return pickLocale(byLanguage, locales) ?? "en";
}

export function wordsIn(language: string): Words {
  return WORDS[language] ?? (WORDS.en as Words);
}
