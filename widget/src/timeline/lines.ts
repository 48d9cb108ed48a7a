import type { TimelineItem } from "@livechat/chat-client";
import { repeats } from "@livechat/chat-ui";
import { isSameDay } from "../dates.ts";

/** Messages of one author that follow each other within this time stand together. */
export const TOGETHER_MS = 5 * 60_000;

/** What stands in the conversation, from above to below. */
export type Line =
  | { kind: "day"; key: string; at: number }
  | { kind: "new"; key: string }
  | { kind: "item"; key: string; item: TimelineItem; isFirst: boolean; isLast: boolean };

const isSaid = ({ type }: TimelineItem): boolean => type !== "system" && type !== "form";

function haveOneAuthor(a: TimelineItem, b: TimelineItem): boolean {
  return isSaid(a) && isSaid(b) && a.authorType === b.authorType && a.authorId === b.authorId;
}

interface Moment {
  /** The first event that was not seen; null: there is no mark. */
  newFrom: number | null;
  /** By the server's clock, in milliseconds since 1970: when what waits to be sent is sent, whatever the device's clock said. */
  now: number;
}

/** The timeline as lines: with the days between them, grouped by author, and marked where what is new begins. */
export function linesOf(items: readonly TimelineItem[], { newFrom, now }: Moment): Line[] {
  const timeAt = ({ seq, createdAt }: TimelineItem): number => (seq === null ? now : Date.parse(createdAt));
  const belongTogether = (a: TimelineItem | undefined, b: TimelineItem | undefined): boolean => {
    if (!a || !b || !haveOneAuthor(a, b)) return false;
    const [from, to] = [timeAt(a), timeAt(b)];
    return to - from < TOGETHER_MS && isSameDay(from, to);
  };
  return items.flatMap((item, index): Line[] => {
    const [before, after] = [items[index - 1], items[index + 1]];
    if (repeats(item, before)) return [];
    const at = timeAt(item);
    const isNewDay = !before || !isSameDay(timeAt(before), at);
    const isNew = newFrom !== null && item.seq !== null && item.seq >= newFrom;
    const beginsNew = isNew && (before?.seq ?? 0) < newFrom;
    return [
      ...(isNewDay ? [{ kind: "day", key: `day-${item.id}`, at } as const] : []),
      ...(beginsNew ? [{ kind: "new", key: "new" } as const] : []),
      {
        kind: "item",
        key: item.id,
        item,
        isFirst: isNewDay || beginsNew || !belongTogether(before, item),
        isLast: !belongTogether(item, after) || (newFrom !== null && after?.seq === newFrom),
      },
    ];
  });
}
