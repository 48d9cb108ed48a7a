import type { VisitorState } from "@livechat/chat-client";
import { agentNames } from "@livechat/chat-ui";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useFiles } from "../files/use-attaching.ts";
import { fill, type Texts } from "../texts/index.ts";
import type { View } from "../view.ts";
import { ShownLine } from "./line.tsx";
import { linesOf } from "./lines.ts";
import { useNewMark } from "./use-new-mark.ts";
import { useScroll } from "./use-scroll.ts";
import { WithBot } from "./with-bot.tsx";

interface Props {
  view: View;
  isOpen: boolean;
  /** What stands above the first message. */
  above: ComponentChildren;
  /** What stands below the last message. */
  below: ComponentChildren;
}

interface Jump {
  unread: number;
  texts: Texts;
  onJump(): void;
}

/** Back to the end, with how much has come there. */
function JumpToEnd({ unread, texts, onJump }: Jump) {
  const label = unread > 0 ? fill(texts.newBelow, { n: unread }) : texts.toEnd;
  return (
    <button type="button" class="jump" aria-label={label} title={label} onClick={onJump}>
      {unread > 0 && <span>{label}</span>}
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 5v14M6 13l6 6 6-6" />
      </svg>
    </button>
  );
}

function Typing({
  agent,
  agentIsTyping,
  texts,
}: Pick<VisitorState, "agent" | "agentIsTyping"> & Pick<View, "texts">) {
  return <p class="typing">{agentIsTyping && fill(texts.typing, { name: agent?.name || texts.agent })}</p>;
}

/** All messages; keeps to the end while the reader is there. */
export function Timeline({ view, isOpen, above, below }: Props) {
  const { chat, state, texts } = view;
  const { timeline, agentIsTyping, agent } = state;
  const lastSeq = timeline.findLast(({ seq }) => seq !== null)?.seq ?? 0;
  const scroll = useScroll(view, isOpen);
  const { scroller, content, items, hasMore, isAway } = scroll;
  const wasOpen = useRef(false);
  const isLooking = wasOpen.current && !isAway && document.visibilityState === "visible";
  wasOpen.current = isOpen;
  const newFrom = useNewMark(state, { isOpen, isLooking });

  useEffect(() => {
    /** Only who is at the end sees what has come last. */
    const look = () => {
      if (isOpen && !isAway && document.visibilityState === "visible") chat.seen();
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [chat, isOpen, isAway, lastSeq, state.connection]);

  const files = useFiles(timeline.some((item) => item.files.length > 0));
  useEffect(() => {
    if (scroller.current) files?.adoptFileStyles(scroller.current);
  }, [files]);
  const names = agentNames(timeline);
  const lastOwn = timeline.findLast(
    ({ authorType, type, state: sent }) => authorType === "visitor" && type !== "form" && sent === "sent",
  );
  return (
    <div class="log">
      <div
        class="scroller"
        ref={scroller}
        role="log"
        // What comes is announced by itself, once; what is read above is not news.
        aria-live="off"
        aria-label={texts.conversation}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the arrow keys.
        tabIndex={0}
        onScroll={scroll.onScroll}
      >
        <div ref={content}>
          {hasMore ? (
            <button type="button" class="earlier" onClick={scroll.showMore}>
              {texts.loadEarlier}
            </button>
          ) : (
            above
          )}
          <ol class="timeline">
            {linesOf(items, { newFrom, now: view.now }).map((line) => (
              <ShownLine key={line.key} {...{ view, line, names, lastOwn, files }} />
            ))}
          </ol>
          {below}
          <WithBot view={view} />
          <Typing {...{ agent, agentIsTyping, texts }} />
        </div>
      </div>
      {isAway && <JumpToEnd unread={state.unread} texts={texts} onJump={scroll.toEnd} />}
    </div>
  );
}
