import type { VisitorState } from "@livechat/chat-client";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { recall, remember } from "../session-memory.ts";
import type { View } from "../view.ts";

/** Nearer to the end than this, the reader follows new messages. */
const NEAR_END_PX = 80;
/** Nearer to the top than this, the reader wants what is above. */
const NEAR_TOP_PX = 200;
/** So many lines are drawn at most while the reader is at the end, and so many more with each look above. */
export const ROWS = 250;

type Items = VisitorState["timeline"];

export interface Scroll {
  scroller: RefObject<HTMLDivElement>;
  /** All that is scrolled. */
  content: RefObject<HTMLDivElement>;
  /** What is drawn: long conversations are drawn from below, as far as the reader has gone. */
  items: Items;
  /** Whether there is more above. */
  hasMore: boolean;
  /** Whether the reader is not at the end. */
  isAway: boolean;
  onScroll(): void;
  toEnd(): void;
  showMore(): void;
}

interface Place {
  conversationId: string | null;
  /** Pixels from the end of the conversation to the top of what is seen. */
  fromEnd: number;
}

function recalled(): Place | null {
  try {
    return JSON.parse(recall("place") ?? "null") as Place | null;
  } catch {
    return null;
  }
}

function keep(place: Place | null): void {
  remember("place", place && JSON.stringify(place));
}

const distanceFromEnd = (element: HTMLElement) => element.scrollHeight - element.scrollTop;

/** What is drawn of the timeline, and how more of it is. */
function useRows({ chat, state }: View) {
  const { timeline, hasEarlier } = state;
  /** The first line that is drawn; null: as many as are drawn at the end. */
  const [from, setFrom] = useState<string | null>(null);
  // What has just been read may be drawn before the timeline that holds it: then all of it is.
  const start = Math.max(
    0,
    timeline.findIndex(({ id }) => id === from),
  );
  const items = from === null ? timeline.slice(-ROWS) : timeline.slice(start);
  return {
    items,
    hasMore: hasEarlier || items.length < timeline.length,
    /** From the first line that is drawn now on: nothing moves above the reader. */
    hold: () => setFrom(items[0]?.id ?? null),
    holdIfFree: () => from === null && setFrom(items[0]?.id ?? null),
    release: () => setFrom(null),
    more: () => {
      const index = timeline.findIndex(({ id }) => id === items[0]?.id);
      if (index > 0) setFrom(timeline[Math.max(0, index - ROWS)]?.id ?? null);
      else if (hasEarlier) {
        // What comes in above is drawn, too.
        void chat.loadEarlier().then(() => setFrom(chat.state.get().timeline[0]?.id ?? null));
      }
    },
  };
}

/** A banner, a keyboard on the screen, a picture that has come: the end stays in sight. */
function useStayAtEnd(
  { scroller, content }: Pick<Scroll, "scroller" | "content">,
  follows: RefObject<boolean>,
) {
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      if (follows.current) element.scrollTop = element.scrollHeight;
    });
    for (const each of [element, content.current]) if (each) observer.observe(each);
    return () => observer.disconnect();
  }, []);
}

/** Where the reader is: at the end, which new messages then keep in sight, or above, which nothing moves. */
export function useScroll(view: View, isOpen: boolean): Scroll {
  const { conversationId, phase } = view.state;
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  /** Known at once, where `isAway` is only with the next drawing. */
  const follows = useRef(true);
  const [isAway, setAway] = useState(false);
  const follow = (isAtEnd: boolean) => {
    follows.current = isAtEnd;
    setAway(!isAtEnd);
  };
  const fromEnd = useRef(0);
  const first = useRef<string | undefined>(undefined);
  const place = useRef<Place | null>(recalled());
  const rows = useRows(view);
  const { items, hasMore } = rows;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || element.clientHeight === 0) return;
    const back = place.current;
    const isBack = back !== null && back.conversationId === conversationId && phase !== "loading";
    if (isBack) {
      place.current = null;
      element.scrollTop = element.scrollHeight - back.fromEnd;
      follow(false);
      rows.hold();
    } else if (follows.current) element.scrollTop = element.scrollHeight;
    else if (first.current !== undefined && items[0]?.id !== first.current)
      element.scrollTop = element.scrollHeight - fromEnd.current;
    first.current = items[0]?.id;
    fromEnd.current = distanceFromEnd(element);
  });
  useStayAtEnd({ scroller, content }, follows);

  const showMore = () => {
    follow(false);
    rows.more();
  };
  const onScroll = () => {
    const element = scroller.current;
    if (!element || !isOpen || element.clientHeight === 0) return;
    fromEnd.current = distanceFromEnd(element);
    const isAtEnd = fromEnd.current - element.clientHeight < NEAR_END_PX;
    keep(isAtEnd ? null : { conversationId, fromEnd: fromEnd.current });
    if (isAtEnd) rows.release();
    else rows.holdIfFree();
    follow(isAtEnd);
    if (!isAtEnd && hasMore && element.scrollTop < NEAR_TOP_PX) showMore();
  };
  const toEnd = () => {
    keep(null);
    rows.release();
    follow(true);
  };
  return { scroller, content, items, hasMore, isAway, onScroll, toEnd, showMore };
}
