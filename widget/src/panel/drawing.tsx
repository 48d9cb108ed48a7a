import type { VisitorChat } from "@livechat/chat-client";
import { render } from "preact";
import type { PanelHost } from "../commands.ts";
import composer from "../composer/composer.css?inline";
import { adoptStyles } from "../styles.ts";
import { type Language, loadLanguage } from "../texts/index.ts";
import panel from "./panel.css?inline";
import { Panel } from "./panel.tsx";

/**
 * Puts a text into the composer as if it had been typed, unless the visitor has written something. Returns false while there
 * is no composer.
 */
function fillEmpty(root: ShadowRoot, text: string): boolean {
  const input = root.querySelector<HTMLTextAreaElement>(".composer textarea");
  if (input?.value === "") {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return input !== null;
}

interface Shown {
  isOpen: boolean;
  takesFocus: boolean;
  /** Into the chat itself, past its home. */
  isDirect: boolean;
  locale: string;
  /** null while it is loaded: nothing is drawn in another one meanwhile. */
  language: Language | null;
  /** Whose panel it is: another visitor finds nothing of the one before. */
  sitting: number;
}

export interface Drawing {
  show(changes: Partial<Pick<Shown, "isOpen" | "takesFocus" | "isDirect">>): void;
  /** In another language, as soon as that is loaded. */
  speak(locale: string): Promise<void>;
  /** Puts text into the empty composer, as soon as there is one. */
  write(text: string): void;
  /** Another visitor is here. */
  begin(): void;
  remove(): void;
  isOpen(): boolean;
}

/** Draws the panel, closed, into the loader's shadow root. */
export function drawPanel(host: PanelHost, chat: VisitorChat): Drawing {
  const { root, api, close: onClose } = host;
  const place = document.createElement("div");
  place.className = "place";
  const shown: Shown = {
    isOpen: false,
    takesFocus: true,
    isDirect: false,
    locale: host.locale,
    language: null,
    sitting: 0,
  };
  let isGone = false;
  let toWrite: string | null = null;
  const show = (changes: Partial<Shown>) => {
    Object.assign(shown, changes);
    const { language, sitting, ...rest } = shown;
    if (language === null || isGone) return;
    render(<Panel key={sitting} {...{ chat, api, language, onClose }} {...rest} />, place);
    if (toWrite !== null && fillEmpty(root, toWrite)) toWrite = null;
  };
  root.prepend(place);
  adoptStyles(place, composer + panel);
  return {
    show,
    speak: async (locale) => {
      show({ locale });
      const language = await loadLanguage(locale);
      if (shown.locale === locale) show({ language });
    },
    write: (text) => {
      if (fillEmpty(root, text)) return;
      toWrite = text;
      show({ isDirect: true });
    },
    begin: () => show({ sitting: shown.sitting + 1, isDirect: false }),
    remove: () => {
      isGone = true;
      render(null, place);
    },
    isOpen: () => shown.isOpen,
  };
}
