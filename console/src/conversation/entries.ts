import type { TimelineItem } from "@livechat/chat-client";

/** Messages of one author this close together stand under one name. */
const GROUP_MS = 5 * 60_000;

export type Entry =
  | { kind: "day"; key: string; at: string }
  | { kind: "unread"; key: string }
  | { kind: "events"; key: string; items: TimelineItem[] }
  | { kind: "message"; key: string; item: TimelineItem; isFirst: boolean; isLast: boolean };

const dayOf = (at: string): string => new Date(at).toDateString();

function isSameGroup(a: TimelineItem | undefined, b: TimelineItem | undefined): boolean {
  if (!a || !b || a.type === "system" || b.type === "system") return false;
  const sameAuthor =
    a.authorType === b.authorType && a.authorId === b.authorId && a.visibility === b.visibility;
  const close = Math.abs(Date.parse(b.createdAt) - Date.parse(a.createdAt)) < GROUP_MS;
  return sameAuthor && close && dayOf(a.createdAt) === dayOf(b.createdAt);
}

/** What a transfer or an assignment writes twice is read once: a sentence that the line before it says is left out. */
function withoutRepeats(items: readonly TimelineItem[]): TimelineItem[] {
  return items.filter((item, at) => item.type !== "system" || item.text !== items[at - 1]?.text);
}

/**
 * The timeline as it is shown: a line for each day, messages in groups of one author, system events that follow each
 * other in one line, and where the unread begin.
 */
export function entriesOf(timeline: readonly TimelineItem[], firstUnreadId: string | null): Entry[] {
  const items = withoutRepeats(timeline);
  const entries: Entry[] = [];
  items.forEach((item, at) => {
    const before = items[at - 1];
    const after = items[at + 1];
    if (!before || dayOf(before.createdAt) !== dayOf(item.createdAt)) {
      entries.push({ kind: "day", key: `day-${dayOf(item.createdAt)}-${item.id}`, at: item.createdAt });
    }
    if (item.id === firstUnreadId) entries.push({ kind: "unread", key: "unread" });
    const last = entries.at(-1);
    if (item.type === "system" && last?.kind === "events") last.items.push(item);
    else if (item.type === "system") entries.push({ kind: "events", key: item.id, items: [item] });
    else {
      const isFirst = !isSameGroup(before, item) || item.id === firstUnreadId;
      entries.push({ kind: "message", key: item.id, item, isFirst, isLast: !isSameGroup(item, after) });
    }
  });
  return entries;
}

/** Where the last `unread` messages of the visitor begin. */
export function firstUnread(timeline: readonly TimelineItem[], unread: number): string | null {
  if (unread === 0) return null;
  const messages = timeline.filter(({ type, authorType }) => type !== "system" && authorType === "visitor");
  return messages.at(-unread)?.id ?? null;
}
