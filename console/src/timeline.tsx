import type { AgentClient, ConversationState, TimelineItem } from "@livechat/chat-client";
import { describe, systemTextsFor } from "@livechat/chat-ui";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

/** Nearer to the end than this, the reader follows new messages. */
const NEAR_END_PX = 80;

interface Props {
  desk: AgentClient;
  state: ConversationState;
  visitorName: string;
  /** The agent looks at the end of the timeline. */
  onSeen(): void;
  /** The name of an agent by id. */
  agentName(id: string | null): string;
}

function timeOf(createdAt: string): string {
  return new Date(createdAt).toLocaleString([], { dateStyle: "short", timeStyle: "short" });
}

/** A private note has no mark: the visitor never sees it. */
function markOf({ state, seq, authorType, visibility }: TimelineItem, seenByOthers: number): string {
  if (state === "pending") return "Sending…";
  const isForVisitor = authorType === "agent" && visibility === "all";
  return isForVisitor && seq !== null && seq <= seenByOthers ? "Seen" : "";
}

function Line({
  item,
  author,
  mark,
  desk,
}: {
  item: TimelineItem;
  author: string;
  mark: string;
  desk: AgentClient;
}) {
  if (item.type === "system") {
    return (
      <li class="notice" dir="auto">
        {describe(item, systemTextsFor(navigator.language), "agent")}
      </li>
    );
  }
  const side = item.authorType === "agent" ? "own" : "other";
  return (
    <li class={`message ${side} ${item.state} ${item.visibility === "agents" ? "note" : ""}`}>
      <span class="facts">
        <bdi>{author}</bdi>
        {item.visibility === "agents" && <span class="tag">Private note</span>}
        {item.seq !== null && <time dateTime={item.createdAt}>{timeOf(item.createdAt)}</time>}
        {mark && <span class="mark">{mark}</span>}
      </span>
      <p class="bubble" dir="auto">
        {item.text}
      </p>
      {item.state === "failed" && (
        <span class="problem" role="alert">
          Not sent: {item.error}{" "}
          <button type="button" onClick={() => desk.retry(item.id)}>
            Try again
          </button>{" "}
          <button type="button" onClick={() => desk.discard(item.id)}>
            Discard
          </button>
        </span>
      )}
    </li>
  );
}

/** All threads of the conversation as one; keeps to the end while the reader is there. */
export function Timeline({ desk, state, visitorName, onSeen, agentName }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const { timeline, typing, seenByOthers, conversation, isCurrent } = state;
  const lastSeq = timeline.findLast(({ seq }) => seq !== null)?.seq ?? 0;
  const look = () => {
    if (follows.current && document.visibilityState === "visible") onSeen();
  };
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
  }, [onSeen, lastSeq, isCurrent]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && follows.current) element.scrollTop = element.scrollHeight;
  }, [timeline.length, typing.length]);
  const nameOf = (uid: string | null) => (uid === conversation?.visitorId ? visitorName : agentName(uid));
  const authorOf = ({ authorType, authorId }: TimelineItem) =>
    authorType === "visitor" ? visitorName : agentName(authorId);
  return (
    <div
      class="scroller"
      ref={scroller}
      role="log"
      aria-label="Messages"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the arrow keys.
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
        look();
      }}
    >
      <ol class="timeline">
        {timeline.map((item) => (
          <Line
            key={item.id}
            item={item}
            author={authorOf(item)}
            mark={markOf(item, seenByOthers)}
            desk={desk}
          />
        ))}
      </ol>
      <p class="typing" aria-live="polite">
        {typing.length > 0 && `${typing.map(nameOf).join(", ")} ${typing.length > 1 ? "are" : "is"} typing…`}
      </p>
    </div>
  );
}
