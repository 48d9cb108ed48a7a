import type { ConversationState, ConversationView, TimelineItem } from "@livechat/chat-client";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useAgentName } from "../client/context.tsx";
import { timeNow } from "../client/use-now.ts";
import { Icon } from "../look/icon.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import "./timeline.css";
import { type Entry, entriesOf, firstUnread } from "./entries.ts";
import { EventsLine } from "./events-line.tsx";
import { Message } from "./message.tsx";

/** Nearer to the end than this, the reader follows new messages. */
const NEAR_END_PX = 80;
/** Items drawn at first, and how many more each time the reader comes to the top. */
const WINDOW = 120;

interface Props {
  view: ConversationView;
  state: ConversationState;
  visitorName: string;
  /** Only the owner's look counts as seen: who watches leaves no trace. */
  marksSeen: boolean;
}

interface Scrolling {
  scroller: RefObject<HTMLDivElement | null>;
  isAtEnd: boolean;
  onScroll(): void;
  toEnd(): void;
}

/** Keeps to the end while the reader is there, whatever changes its height. */
function useFollowing(onTop: () => void): Scrolling {
  const scroller = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const lastTop = useRef(0);
  const [isAtEnd, setAtEnd] = useState(true);
  const toEnd = useCallback(() => {
    follows.current = true;
    setAtEnd(true);
    scroller.current?.scrollTo(0, scroller.current.scrollHeight);
  }, []);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      if (follows.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);
  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
    setAtEnd(follows.current);
    // On the way up alone: what is added above moves the place, which would end the browser's own way down.
    if (element.scrollTop < Math.min(NEAR_END_PX, lastTop.current)) onTop();
    lastTop.current = element.scrollTop;
  };
  return { scroller, isAtEnd, onScroll, toEnd };
}

/** Tells the others that the end was seen, while it is and while anybody can see the page. */
function useSeen(view: ConversationView, isSeen: boolean, lastSeq: number, isCurrent: boolean): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new event, and a connection that is back, is a look.
  useEffect(() => {
    const look = () => {
      if (isSeen && document.visibilityState === "visible") view.seen();
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [view, isSeen, lastSeq, isCurrent]);
}

/** How many of the last items are drawn; growing keeps what is read in its place. */
function useWindow(total: number, loadEarlier: () => Promise<void>) {
  const [drawn, setDrawn] = useState(WINDOW);
  const height = useRef<{ element: HTMLElement; before: number } | null>(null);
  const grow = (element: HTMLElement | null) => {
    if (!element || height.current) return;
    height.current = { element, before: element.scrollHeight - element.scrollTop };
    setDrawn(drawn + WINDOW);
    if (drawn < total) return;
    // Drawn by then, or nothing came.
    const forget = () => {
      height.current = null;
    };
    void loadEarlier().then(() => setTimeout(forget));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has come above moves what is read down again.
  useLayoutEffect(() => {
    const { current } = height;
    if (!current) return;
    const { element, before } = current;
    // Nothing has been added yet: it is being read, and its height is awaited.
    if (element.scrollHeight - before === element.scrollTop) return;
    element.scrollTop = element.scrollHeight - before;
    height.current = null;
  }, [drawn, total]);
  return { drawn, grow };
}

function DayLine({ at }: { at: string }) {
  const t = useTexts();
  return (
    <li className="day">
      <span>{t.day(at, timeNow())}</span>
    </li>
  );
}

function Typing({ uids, nameOf }: { uids: readonly string[]; nameOf(uid: string): string }) {
  const t = useTexts();
  return (
    <p className="typing" aria-live="polite">
      {uids.length > 0 && t.count("timeline.typing", uids.length, { names: uids.map(nameOf).join(", ") })}
    </p>
  );
}

/** What stands between messages: a day, where the unread ones begin, what happened. */
function Line({ entry }: { entry: Exclude<Entry, { kind: "message" }> }) {
  const t = useTexts();
  if (entry.kind === "day") return <DayLine at={entry.at} />;
  if (entry.kind === "events") return <EventsLine items={entry.items} />;
  return <li className="unread-line">{t("timeline.unread")}</li>;
}

/** All threads of the conversation as one. */
export function Timeline({ view, state, visitorName, marksSeen }: Props) {
  const t = useTexts();
  const agentName = useAgentName();
  const { timeline, typing, seenByOthers, conversation, isCurrent, unread } = state;
  const { drawn, grow } = useWindow(timeline.length, () => view.loadEarlier());
  const following = useFollowing(() => grow(following.scroller.current));
  const { scroller, isAtEnd, onScroll, toEnd } = following;
  const lastSeq = timeline.findLast(({ seq }) => seq !== null)?.seq ?? 0;
  const [firstUnreadId, setFirstUnread] = useState<string | null>(null);
  useSeen(view, marksSeen && isAtEnd, lastSeq, isCurrent);
  useEffect(() => {
    if (unread > 0) setFirstUnread((known) => known ?? firstUnread(timeline, unread));
  }, [unread, timeline]);
  const entries = useMemo(
    () => entriesOf(timeline.slice(-drawn), firstUnreadId),
    [timeline, drawn, firstUnreadId],
  );
  const nameOf = (uid: string) =>
    uid === conversation?.visitorId ? visitorName : (agentName(uid) ?? t("timeline.agent"));
  const authorOf = ({ authorType, authorId }: TimelineItem) =>
    authorType === "visitor" ? visitorName : (agentName(authorId) ?? t("timeline.agent"));
  const newest = timeline.findLast(({ type }) => type !== "system");
  return (
    <div className="timeline-area">
      <div
        className="scroller"
        ref={scroller}
        role="log"
        aria-label={t("timeline.label")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the arrow keys.
        tabIndex={0}
        onScroll={onScroll}
      >
        <ol className="timeline">
          {entries.map((entry) => {
            if (entry.kind !== "message") return <Line key={entry.key} entry={entry} />;
            const { item, isFirst, isLast } = entry;
            const isSeen = item.seq !== null && item.seq <= seenByOthers && item.id === newest?.id;
            const facts = { item, isFirst, isLast, isSeen, author: authorOf(item) };
            return <Message key={entry.key} {...facts} />;
          })}
        </ol>
        <Typing uids={typing} nameOf={nameOf} />
      </div>
      {!isAtEnd && (
        <button type="button" className="button to-end" onClick={toEnd}>
          <Icon name="down" />
          {unread > 0 ? t.count("timeline.newBelow", unread) : t("timeline.toEnd")}
        </button>
      )}
    </div>
  );
}
