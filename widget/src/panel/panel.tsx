import { maySendFiles, type VisitorChat, type VisitorState } from "@livechat/chat-client";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { MenuItem } from "../conversation/menu.tsx";
import { useAttaching } from "../files/use-attaching.ts";
import { backAt } from "../presence.ts";
import { isForThisPage } from "../say-error.ts";
import { directionOf, type Language, withReplaced } from "../texts/index.ts";
import { useLazy } from "../use-lazy.ts";
import { useStore } from "../use-store.ts";
import { useUniqueId } from "../use-unique-id.ts";
import type { View } from "../view.ts";
import { Banner } from "./banner.tsx";
import { Composer } from "./composer.tsx";
import { Header } from "./header.tsx";
import { asksConsent, screenOf } from "./screen.ts";
import { useTheme } from "./use-theme.ts";
import { SMALL_SCREEN, useViewport } from "./use-viewport.ts";
import { Welcome } from "./welcome.tsx";

interface Props {
  chat: VisitorChat;
  isOpen: boolean;
  /** Not where it was open on the page before: the focus stays where the page has it. */
  takesFocus: boolean;
  language: Language;
  locale: string;
  onClose(): void;
}

const FOCUSABLE = "a[href], button:not(:disabled), input, select, textarea, [tabindex='0']";

const loadForms = () => import("../forms/index.ts");
const loadEarlier = () => import("../conversation/earlier.tsx");
const loadConversation = () => import("../conversation/index.ts");

/** Opened for so long, the panel gets ready for a conversation: its first words are then shown at once. */
const GET_READY_AFTER_MS = 150;

/** What draws a conversation: loaded as soon as there is one, or the visitor may begin one. */
function useConversation(chat: VisitorChat, isOpen: boolean) {
  const { conversationId, timeline } = chat.state.get();
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    if (!isOpen) return undefined;
    const timer = setTimeout(() => {
      setReady(true);
      void chat.prepare();
    }, GET_READY_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isOpen]);
  return useLazy(loadConversation, isReady || conversationId !== null || timeline.length > 0);
}

/** On small screens the panel covers the page: the focus stays inside. */
function keepFocus(event: KeyboardEvent, panel: HTMLElement): void {
  if (event.key !== "Tab" || !matchMedia(SMALL_SCREEN).matches) return;
  const all = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((element) => element.tabIndex >= 0);
  const root = panel.getRootNode() as ShadowRoot;
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (root.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0])?.focus();
}

/** What is typed here is not for the page: its shortcuts do not see a text field in our shadow root. */
const keepKeys = (event: KeyboardEvent) => event.stopPropagation();

/** The page's developer learns what the visitor cannot do anything about, once. */
function useWarning({ error }: VisitorState): void {
  const isOurs = error !== null && !isForThisPage(error.type);
  useEffect(() => {
    if (!isOurs) return;
    const what =
      error.type === "refused_origin"
        ? `pages of ${location.origin} may not use this chat. Add it to the widget's allowed domains`
        : `${error.message} Look at the widget and the group that this page names`;
    console.error(`livechat: ${what}.`);
  }, [isOurs]);
}

/** Where the visitor is: in the conversation, in the list of the earlier ones, or in one of those. */
type Place = { kind: "chat" } | { kind: "earlier"; id: string | null };

/** The chat's window. */
export function Panel({ chat, isOpen, takesFocus, language, locale, onClose }: Props) {
  const state = useStore(chat.state);
  const texts = useMemo(
    () => withReplaced(language.panel, state.config?.texts),
    [language, state.config?.texts],
  );
  const view: View = { chat, state, language, texts, locale };
  const panel = useRef<HTMLElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const title = useUniqueId();
  const [place, setPlace] = useState<Place>({ kind: "chat" });
  const scheme = useTheme(panel, state.config, isOpen);
  useViewport(panel, isOpen);
  useWarning(state);
  const attaching = useAttaching(chat);
  const screen = screenOf(state);
  const forms = useLazy(loadForms, screen !== "chat");
  const conversation = useConversation(chat, isOpen);
  const earlier = useLazy(loadEarlier, place.kind === "earlier");
  const offersFiles = maySendFiles(state) && screen === "chat" && place.kind === "chat";
  const { files: module, attachments } = attaching;
  const toChat = () => {
    setPlace({ kind: "chat" });
    // The composer is there after this turn.
    setTimeout(() => input.current?.focus());
  };
  const anew = () => {
    chat.startAnew();
    toChat();
  };
  const transcript = () => void conversation?.saveTranscript(view).then((error) => chat.report(error));
  const items: MenuItem[] =
    place.kind !== "chat"
      ? []
      : [
          ...(state.conversation ? [{ label: texts.transcript, run: transcript }] : []),
          ...(state.phase === "closed" ? [{ label: texts.startAnew, run: anew }] : []),
          ...(state.hasSession
            ? [{ label: texts.earlier, run: () => setPlace({ kind: "earlier", id: null }) }]
            : []),
        ];
  const isWaiting = state.phase === "waiting";
  useEffect(() => {
    // Whoever begins to wait is told at once whether that makes sense.
    if (isWaiting) void chat.widget.ask();
  }, [isWaiting]);
  useEffect(() => {
    if (!isOpen || !takesFocus) return;
    // On a phone the field would bring up the keyboard, which covers the welcome.
    if (matchMedia("(pointer: coarse)").matches) panel.current?.focus();
    else (input.current ?? panel.current)?.focus();
  }, [isOpen]);
  // Before they are painted: without them the composer would jump.
  useLayoutEffect(() => {
    if (panel.current) {
      module?.adoptFileStyles(panel.current);
      forms?.adoptFormStyles(panel.current);
      conversation?.adoptConversationStyles(panel.current);
    }
  }, [module, forms, conversation]);
  const onBack =
    place.kind === "chat" ? null : place.id === null ? toChat : () => setPlace({ kind: "earlier", id: null });
  return (
    <>
      {conversation && <conversation.Announcer view={view} isOpen={isOpen} />}
      <section
        class="panel"
        ref={panel}
        role="dialog"
        tabIndex={-1}
        aria-labelledby={title}
        aria-modal={matchMedia(SMALL_SCREEN).matches}
        dir={directionOf(language)}
        lang={locale}
        data-scheme={scheme}
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
          {...{ view, onBack, onClose }}
          parts={conversation}
          menu={items}
          onEnd={() => {
            void chat.end();
            input.current?.focus();
          }}
        />
        <Banner view={view} />
        {place.kind === "earlier" && earlier && (
          <earlier.Earlier view={view} shown={place.id} onShow={(id) => setPlace({ kind: "earlier", id })} />
        )}
        {place.kind === "chat" && screen !== "chat" && (
          <div class="scroller">
            {forms && screen === "preChat" && <forms.PreChat view={view} />}
            {forms && screen === "offline" && <forms.OfflineForm view={view} back={backAt(view)} />}
          </div>
        )}
        {place.kind === "chat" && screen === "chat" && (
          <>
            {conversation ? (
              <conversation.Timeline
                view={view}
                isOpen={isOpen}
                above={<Welcome view={view} />}
                below={
                  <>
                    {state.phase === "waiting" && <conversation.WaitingCard view={view} />}
                    {state.phase === "closed" && (
                      <conversation.Ended view={view} onAnew={anew} onTranscript={transcript} />
                    )}
                  </>
                }
              />
            ) : (
              <div class="scroller">
                <Welcome view={view} />
              </div>
            )}
            <Composer
              view={view}
              input={input}
              consent={asksConsent(state) ? texts.consent : null}
              onTyping={() => chat.typing()}
              onSend={(text) => {
                const { consent } = state.config ?? {};
                if (consent && asksConsent(state)) chat.setOpening({ consent: { version: consent.version } });
                chat.send(text, attaching.take());
              }}
              parts={conversation}
              attaching={offersFiles ? attaching : null}
            >
              {module && attachments && (
                <module.Tray {...{ attachments, locale }} texts={language.files} retryText={texts.retry} />
              )}
            </Composer>
          </>
        )}
      </section>
    </>
  );
}
