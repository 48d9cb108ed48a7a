import type { VisitorState } from "@livechat/chat-client";
import { useRef } from "preact/hooks";

/** The first event of others that was not seen; null: all were. */
function firstUnread({ timeline, unread }: VisitorState): number | null {
  if (unread === 0) return null;
  const others = timeline.filter(({ type, authorType }) => type !== "system" && authorType !== "visitor");
  return others.at(-unread)?.seq ?? null;
}

interface Reader {
  isOpen: boolean;
  /** Whether the reader sees what comes in. */
  isLooking: boolean;
}

/** Where what is new begins: the mark stays while it is read, until the reader writes or closes the panel. */
export function useNewMark(state: VisitorState, { isOpen, isLooking }: Reader): number | null {
  const mark = useRef<number | null>(null);
  const ownAtMark = useRef(0);
  const own = state.timeline.filter(({ authorType }) => authorType === "visitor").length;
  const wasOpen = useRef(isOpen);
  if (wasOpen.current && !isOpen) mark.current = null;
  if (mark.current !== null && own > ownAtMark.current) mark.current = null;
  if (mark.current === null && state.unread > 0 && !isLooking) {
    mark.current = firstUnread(state);
    ownAtMark.current = own;
  }
  wasOpen.current = isOpen;
  return mark.current;
}
