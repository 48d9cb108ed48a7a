export interface LauncherTexts {
  open: string;
  close: string;
  unread: string;
  failed: string;
}

const en: LauncherTexts = {
  open: "Open chat",
  close: "Close chat",
  unread: "unread messages",
  failed: "The chat could not be loaded. Try again",
};

const TEXTS: Readonly<Record<string, LauncherTexts>> = {
  en,
  de: {
    open: "Chat öffnen",
    close: "Chat schließen",
    unread: "ungelesene Nachrichten",
    failed: "Der Chat konnte nicht geladen werden. Noch einmal versuchen",
  },
  fr: {
    open: "Ouvrir le chat",
    close: "Fermer le chat",
    unread: "messages non lus",
    failed: "Le chat n’a pas pu être chargé. Réessayer",
  },
  es: {
    open: "Abrir el chat",
    close: "Cerrar el chat",
    unread: "mensajes sin leer",
    failed: "No se pudo cargar el chat. Volver a intentar",
  },
  ar: {
    open: "فتح المحادثة",
    close: "إغلاق المحادثة",
    unread: "رسائل غير مقروءة",
    failed: "تعذّر تحميل المحادثة. أعد المحاولة",
  },
};

/** The texts of a language tag such as `de-AT`; English for languages that are not here. */
export function launcherTexts(locale: string): LauncherTexts {
  return TEXTS[locale.toLowerCase().split("-")[0] ?? ""] ?? en;
}
