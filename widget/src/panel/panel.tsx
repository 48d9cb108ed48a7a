import type { VisitorChat } from "@livechat/chat-client";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { screenOf } from "../screen.ts";
import { type Language, withReplaced } from "../texts/index.ts";
import { useStore } from "../use-store.ts";
import { useUniqueId } from "../use-unique-id.ts";
import type { View } from "../view.ts";
import { Banner } from "./banner.tsx";
import { ChatScreen, offersFiles } from "./chat-screen.tsx";
import { Frame } from "./frame.tsx";
import { Header } from "./header.tsx";
import { useParts } from "./use-parts.ts";
import { type HomePlace, takeFocus, usePlace } from "./use-place.ts";
import { Welcome } from "./welcome.tsx";

interface Props {
  chat: VisitorChat;
  /** Where the API answers: an origin, or "" for the page's own. */
  api: string;
  isOpen: boolean;
  /** Not where it was open on the page before: the focus stays where the page has it. */
  takesFocus: boolean;
  /** The page leads into the chat itself, past its home. */
  isDirect: boolean;
  language: Language;
  locale: string;
  onClose(): void;
}

function useView({ chat, api, language, locale }: Props): View {
  const state = useStore(chat.state);
  const own = state.config?.texts;
  const texts = useMemo(() => withReplaced(language.panel, own), [language, own]);
  return { chat, api, state, language, texts, locale, now: chat.now };
}

/** Where home is. A page that leads into the chat itself has none in front of it. */
function homeOf({ phase, config, hasSession, timeline }: View["state"], isDirect: boolean): HomePlace {
  if (phase === "closed") return "behind";
  const isBeginning = phase === "idle" && timeline.length === 0 && !isDirect;
  return isBeginning && (hasSession || config?.home?.entries.length) ? "first" : null;
}

/** At home stands what is so before a conversation, although the one that has ended can be gone back to. */
const withoutEnded = (view: View): View => ({
  ...view,
  state: { ...view.state, phase: "idle", agent: null },
});

/** The chat's window. */
export function Panel(props: Props) {
  const { chat, isOpen, takesFocus, isDirect, onClose } = props;
  const view = useView(props);
  const { state } = view;
  const panel = useRef<HTMLElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const title = useUniqueId();
  const way = usePlace(homeOf(state, isDirect), { panel, input });
  const { kind, onBack } = way;
  const isChat = kind === "chat";
  const isHome = kind === "home";
  const isPast = kind === "earlier";
  const needed = {
    ...{ isOpen, home: isOpen && isHome, earlier: isPast },
    forms: screenOf(state) !== "chat",
  };
  const atHome = isHome ? withoutEnded(view) : view;
  const parts = useParts(chat, panel, needed);
  const { conversation, home, earlier, attaching } = parts;
  const isTaken = isOpen && takesFocus;
  useEffect(() => {
    if (isTaken) takeFocus({ panel, input });
  }, [isTaken]);
  const onAnew = () => {
    chat.startAnew();
    way.toChat();
  };
  const onTranscript = () => void conversation?.saveTranscript(view);
  const onEnd = () => {
    void chat.end();
    input.current?.focus();
  };
  const onEarlier = () => way.toEarlier(null);
  const onFiles = isChat && offersFiles(view) ? attaching.add : null;
  return (
    <>
      {conversation && <conversation.Announcer view={view} isOpen={isOpen} />}
      {conversation && <conversation.Warning view={view} />}
      <Frame {...{ view, panel, title, isOpen, onFiles, onClose }}>
        <Header id={title} {...{ isPast, onBack, onClose }} view={atHome} parts={conversation}>
          {conversation && isChat && (
            <conversation.Tools {...{ view, onTranscript, onAnew, onEarlier, onEnd }} />
          )}
        </Header>
        <Banner view={view} />
        {isChat && <ChatScreen {...{ view, parts, isOpen, input, onAnew, onTranscript }} />}
        {isHome && home && (
          <home.Home view={atHome} {...way}>
            <Welcome view={atHome} />
          </home.Home>
        )}
        {isPast && earlier && <earlier.Earlier view={view} shown={way.id} onShow={way.toEarlier} />}
      </Frame>
    </>
  );
}
