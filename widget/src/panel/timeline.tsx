import type { TimelineItem, VisitorChat, VisitorState } from "@livechat/chat-client";
import { agentNames } from "@livechat/chat-ui";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { fill, type Texts } from "../texts/index.ts";
import { Message } from "./message.tsx";
import { type FilesModule, useFiles } from "./use-attaching.ts";

/** Nearer to the end than this, the reader follows new messages. */
const NEAR_END_PX = 80;

interface Props {
  chat: VisitorChat;
  state: VisitorState;
  texts: Texts;
  locale: string;
  isOpen: boolean;
}

function markOf(item: TimelineItem, lastOwn: TimelineItem | undefined, state: VisitorState, texts: Texts) {
  if (item.state === "pending") return texts.sending;
  if (item !== lastOwn || item.seq === null) return null;
  return item.seq <= state.seenByAgent ? texts.seen : texts.sent;
}

/** Whether nobody is there who could take what the visitor writes. */
function isAway({ phase, isAvailable }: VisitorState): boolean {
  return isAvailable === false && (phase === "idle" || phase === "waiting");
}

interface FilesProps {
  chat: VisitorChat;
  item: TimelineItem;
  locale: string;
  texts: Texts;
  files: FilesModule | null;
}

/** Names stand for files until their part of the page is loaded. */
function FilesOfMessage({ chat, item, locale, texts, files: module }: FilesProps) {
  const isOwn = item.authorType === "visitor";
  if (!module) return <bdi>{item.files.map(({ name }) => name).join(", ")}</bdi>;
  const addresses = module.fileAddressesOf(chat);
  const props = { files: item.files, addresses, locale, isOwn, closeText: texts.close };
  return <module.MessageFiles {...props} />;
}

/** All messages; keeps to the end while the reader is there. */
export function Timeline({ chat, state, texts, locale, isOpen }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const { timeline, agentIsTyping, agent } = state;
  const lastSeq = timeline.findLast(({ seq }) => seq !== null)?.seq ?? 0;

  /** Only who is at the end sees what has come last. */
  const look = () => {
    if (isOpen && follows.current && document.visibilityState === "visible") chat.seen();
  };

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && follows.current) element.scrollTop = element.scrollHeight;
  }, [timeline.length, agentIsTyping, isOpen]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    // A banner, a keyboard on the screen, a narrower window: the end stays in sight.
    const observer = new ResizeObserver(() => {
      if (follows.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [chat, isOpen, lastSeq, state.connection]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
    look();
  };
  const files = useFiles(timeline.some((item) => item.files.length > 0));
  useEffect(() => {
    if (scroller.current) files?.adoptFileStyles(scroller.current.getRootNode());
  }, [files]);
  const names = agentNames(timeline);
  const lastOwn = timeline.findLast(
    ({ authorType, state: sent }) => authorType === "visitor" && sent === "sent",
  );
  return (
    <div
      class="scroller"
      ref={scroller}
      role="log"
      aria-relevant="additions"
      aria-label={texts.conversation}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the arrow keys.
      tabIndex={0}
      onScroll={onScroll}
    >
      <p class="welcome">{isAway(state) ? texts.away : texts.welcome}</p>
      <ol class="timeline">
        {timeline.map((item) => (
          <Message
            key={item.id}
            item={item}
            texts={texts}
            locale={locale}
            agentName={names.get(item.authorId ?? "") ?? ""}
            mark={markOf(item, lastOwn, state, texts)}
            files={item.files.length > 0 && <FilesOfMessage {...{ chat, item, locale, texts, files }} />}
            onRetry={() => chat.retry(item.id)}
            onDiscard={() => chat.discard(item.id)}
          />
        ))}
      </ol>
      <p class="typing" aria-live="polite">
        {agentIsTyping && fill(texts.typing, { name: agent?.name || texts.agent })}
      </p>
    </div>
  );
}
