import { maySendFiles, type VisitorChat, type VisitorState } from "@livechat/chat-client";
import { useStore } from "@nanostores/preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { directionOf, fill, type Texts, textsFor } from "../texts/index.ts";
import { Composer } from "./composer.tsx";
import { Header } from "./header.tsx";
import { Timeline } from "./timeline.tsx";
import { useAttaching } from "./use-attaching.ts";

interface Props {
  chat: VisitorChat;
  isOpen: boolean;
  locale: string;
  onClose(): void;
}

function Banner({ state, texts }: { state: VisitorState; texts: Texts }) {
  const { connection, error } = state;
  // While there is no connection, that is the reason.
  const hasTrouble = connection !== "offline" && error;
  return (
    <div class="banners" role="status">
      {connection === "offline" && <p class="banner warning">{texts.offline}</p>}
      {connection === "polling" && <p class="banner">{texts.slow}</p>}
      {connection === "connecting" && <p class="banner">{texts.connecting}</p>}
      {hasTrouble && <p class="banner error">{fill(texts.trouble, { reason: error.message })}</p>}
    </div>
  );
}

const FOCUSABLE = "button:not(:disabled), textarea, [tabindex='0']";

const SMALL_SCREEN = "(max-width: 480px)";

/** On small screens the panel covers the page: the focus stays inside. */
function keepFocus(event: KeyboardEvent, panel: HTMLElement): void {
  if (event.key !== "Tab" || !matchMedia(SMALL_SCREEN).matches) return;
  const all = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const root = panel.getRootNode() as ShadowRoot;
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (root.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0])?.focus();
}

/** What is typed here is not for the page: its shortcuts do not see a text field in our shadow root. */
const keepKeys = (event: KeyboardEvent) => event.stopPropagation();

/** The chat's window. */
export function Panel({ chat, isOpen, locale, onClose }: Props) {
  const state = useStore(chat.state);
  const texts = textsFor(locale);
  const panel = useRef<HTMLElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const title = useId();
  const attaching = useAttaching(chat);
  const offersFiles = maySendFiles(state);
  const { files: module, attachments } = attaching;
  useEffect(() => {
    if (isOpen) input.current?.focus();
    if (isOpen) void chat.askFiles();
  }, [isOpen]);
  useEffect(() => {
    if (panel.current) module?.adoptFileStyles(panel.current.getRootNode());
  }, [module]);
  return (
    <section
      class="panel"
      ref={panel}
      role="dialog"
      aria-labelledby={title}
      aria-modal={matchMedia(SMALL_SCREEN).matches}
      dir={directionOf(locale)}
      lang={locale}
      hidden={!isOpen}
      onDragOver={(event) => offersFiles && event.preventDefault()}
      onDrop={(event) => {
        const files = event.dataTransfer?.files;
        if (!offersFiles || !files?.length) return;
        event.preventDefault();
        attaching.add(files);
      }}
      onKeyUp={keepKeys}
      onKeyPress={keepKeys}
      onKeyDown={(event) => {
        keepKeys(event);
        if (event.key === "Escape") onClose();
        else if (panel.current) keepFocus(event, panel.current);
      }}
    >
      <Header
        id={title}
        state={state}
        texts={texts}
        onClose={onClose}
        onEnd={() => {
          void chat.end();
          input.current?.focus();
        }}
      />
      <Banner state={state} texts={texts} />
      <Timeline chat={chat} state={state} texts={texts} locale={locale} isOpen={isOpen} />
      <Composer
        texts={texts}
        input={input}
        onTyping={() => chat.typing()}
        onSend={(text) => chat.send(text, attaching.take())}
        attaching={offersFiles ? attaching : null}
      >
        {module && attachments && <module.Tray attachments={attachments} locale={locale} texts={texts} />}
      </Composer>
    </section>
  );
}
