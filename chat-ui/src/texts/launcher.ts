import type { LauncherTexts } from "@livechat/contract";
import { languageOf } from "./index.ts";

/** What stands on and beside the launcher. The API tells it, so that pages pay for one language. */
const LAUNCHER: Readonly<Record<string, LauncherTexts>> = {
  en: {
    open: "Open chat",
    close: "Close chat",
    unread: "unread messages",
    failed: "The chat could not be loaded. Try again",
    dismiss: "Dismiss",
  },
  de: {
    open: "Chat öffnen",
    close: "Chat schließen",
    unread: "ungelesene Nachrichten",
    failed: "Der Chat konnte nicht geladen werden. Noch einmal versuchen",
    dismiss: "Ausblenden",
  },
  es: {
    open: "Abrir el chat",
    close: "Cerrar el chat",
    unread: "mensajes sin leer",
    failed: "No se pudo cargar el chat. Volver a intentar",
    dismiss: "Descartar",
  },
  fr: {
    open: "Ouvrir le chat",
    close: "Fermer le chat",
    unread: "messages non lus",
    failed: "Le chat n’a pas pu être chargé. Réessayer",
    dismiss: "Masquer",
  },
  ar: {
    open: "فتح المحادثة",
    close: "إغلاق المحادثة",
    unread: "رسائل غير مقروءة",
    failed: "تعذّر تحميل المحادثة. أعد المحاولة",
    dismiss: "إخفاء",
  },
  pt: {
    open: "Abrir o chat",
    close: "Fechar o chat",
    unread: "mensagens não lidas",
    failed: "Não foi possível carregar o chat. Tentar novamente",
    dismiss: "Dispensar",
  },
  it: {
    open: "Apri la chat",
    close: "Chiudi la chat",
    unread: "messaggi non letti",
    failed: "Impossibile caricare la chat. Riprova",
    dismiss: "Nascondi",
  },
  nl: {
    open: "Chat openen",
    close: "Chat sluiten",
    unread: "ongelezen berichten",
    failed: "De chat kon niet worden geladen. Opnieuw proberen",
    dismiss: "Verbergen",
  },
  pl: {
    open: "Otwórz czat",
    close: "Zamknij czat",
    unread: "nieprzeczytane wiadomości",
    failed: "Nie udało się wczytać czatu. Spróbuj ponownie",
    dismiss: "Ukryj",
  },
  ja: {
    open: "チャットを開く",
    close: "チャットを閉じる",
    unread: "未読メッセージ",
    failed: "チャットを読み込めませんでした。もう一度試す",
    dismiss: "閉じる",
  },
};

/** The languages that the launcher speaks. */
export const LAUNCHER_LANGUAGES: readonly string[] = Object.keys(LAUNCHER);

/** The launcher's texts of the first of these language tags that there is; English where there is none. */
export function launcherTextsFor(locales: readonly string[]): LauncherTexts {
  const language = locales.map(languageOf).find((one) => one in LAUNCHER) ?? "en";
  return LAUNCHER[language] as LauncherTexts;
}
