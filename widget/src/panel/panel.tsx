import type { VisitorChat, VisitorState } from "@livechat/chat-client";
import { useEffect, useRef } from "preact/hooks";
import { directionOf, fill, type Texts, textsFor } from "../texts/index.ts";
import { Composer } from "./composer.tsx";
import { Header } from "./header.tsx";
import { Timeline } from "./timeline.tsx";
import { useReadable } from "./use-readable.ts";

interface Props {
  chat: VisitorChat;
  isOpen: boolean;
  locale: string;
  onClose(): void;
}

function Banner({ state, texts }: { state: VisitorState; texts: Texts }) {
  const { connection, error } = state;
  const hasTrouble = connection === "online" && error && !error.isTemporary;
  return (
    <div class="banners" role="status">
      {connection === "offline" && <p class="banner warning">{texts.offline}</p>}
      {connection === "connecting" && <p class="banner">{texts.connecting}</p>}
      {hasTrouble && <p class="banner error">{fill(texts.trouble, { reason: error.message })}</p>}
    </div>
  );
}

const FOCUSABLE = "button:not(:disabled), textarea, [tabindex='0']";

/** On small screens the panel covers the page: the focus stays inside. */
function keepFocus(event: KeyboardEvent, panel: HTMLElement): void {
  if (event.key !== "Tab" || !matchMedia("(max-width: 480px)").matches) return;
  const all = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const root = panel.getRootNode() as ShadowRoot;
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (root.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0])?.focus();
}

/** The chat's window. */
export function Panel({ chat, isOpen, locale, onClose }: Props) {
  const state = useReadable(chat.state);
  const texts = textsFor(locale);
  const panel = useRef<HTMLElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (isOpen) input.current?.focus();
  }, [isOpen]);
  return (
    <section
      class="panel"
      ref={panel}
      role="dialog"
      aria-label={texts.title}
      dir={directionOf(locale)}
      lang={locale}
      hidden={!isOpen}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
        else if (panel.current) keepFocus(event, panel.current);
      }}
    >
      <Header state={state} texts={texts} onEnd={() => void chat.end()} onClose={onClose} />
      <Banner state={state} texts={texts} />
      <Timeline chat={chat} state={state} texts={texts} locale={locale} isOpen={isOpen} />
      <Composer
        texts={texts}
        input={input}
        onTyping={() => chat.typing()}
        onSend={(text) => chat.send(text)}
      />
    </section>
  );
}
