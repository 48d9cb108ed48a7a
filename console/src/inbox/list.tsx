import type { LiveConversation } from "@livechat/chat-client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useClient } from "../client/context.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { Row, WaitingRow } from "./row.tsx";
import type { InboxList } from "./use-list.ts";
import { calmOrder } from "./views.ts";

const ROW_PX = 68;
const HEAD_PX = 30;
/** With a line of facts. */
const WAITING_PX = 92;
const HEIGHTS = { head: HEAD_PX, waiting: WAITING_PX, row: ROW_PX } as const;
/** Rows drawn beyond what is seen, so that a fast scroll shows no gaps. */
const OVERSCAN = 8;

interface Props {
  list: InboxList;
  openId: string | null;
  hrefOf(id: string): string;
}

type Entry =
  | { kind: "head"; key: string; text: string }
  | { kind: "waiting" | "row"; key: string; conversation: LiveConversation };

/** The order as it was while the pointer is over the list: nothing jumps away under a click. */
function useCalm(conversations: readonly LiveConversation[], isHeld: boolean): readonly LiveConversation[] {
  const shown = useRef<string[]>([]);
  const wanted = conversations.map(({ id }) => id);
  shown.current = isHeld ? calmOrder(shown.current, wanted) : wanted;
  const byId = new Map(conversations.map((conversation) => [conversation.id, conversation]));
  return shown.current.flatMap((id) => byId.get(id) ?? []);
}

function useEntries({ waiting, conversations }: InboxList, isHeld: boolean): Entry[] {
  const t = useTexts();
  const calm = useCalm(conversations, isHeld);
  const queue: Entry[] = waiting.map((conversation) => ({
    kind: "waiting",
    key: conversation.id,
    conversation,
  }));
  const rows: Entry[] = calm.map((conversation) => ({ kind: "row", key: conversation.id, conversation }));
  if (queue.length === 0) return rows;
  const head = (key: string, text: string): Entry => ({ kind: "head", key, text });
  const parts = [head("waiting", t.count("list.waiting", queue.length)), ...queue];
  return rows.length > 0
    ? [...parts, head("rows", t.count("list.conversations", rows.length)), ...rows]
    : parts;
}

function onArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>(".row")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  event.preventDefault();
  rows[at + step]?.focus();
}

/** The client asks who looks at what can be seen, until the list goes. */
function useListed(ids: readonly string[]): void {
  const client = useClient();
  const named = ids.join();
  useEffect(() => client.lists(named === "" ? [] : named.split(",")), [client, named]);
  useEffect(() => () => client.lists([]), [client]);
}

/** The rows of a view; only those that can be seen are drawn. */
export function List({ list, openId, hrefOf }: Props) {
  const t = useTexts();
  const scroller = useRef<HTMLDivElement>(null);
  const [isHeld, setHeld] = useState(false);
  const entries = useEntries(list, isHeld);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => HEIGHTS[entries[at]?.kind ?? "row"],
    getItemKey: (at) => entries[at]?.key ?? at,
    overscan: OVERSCAN,
  });
  const drawn = virtual.getVirtualItems();
  useListed(
    drawn.flatMap(({ index }) => (entries[index]?.kind === "head" ? [] : (entries[index]?.key ?? []))),
  );
  const tabStop =
    entries.find(({ key }) => key === openId)?.key ?? entries.find(({ kind }) => kind !== "head")?.key;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows inside are links; this is where their arrow keys are heard.
    <div
      className="list-scroller"
      ref={scroller}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onKeyDown={onArrows}
    >
      <ul className="list" aria-label={t("list.label")} style={{ height: virtual.getTotalSize() }}>
        {drawn.map((item) => {
          const entry = entries[item.index];
          if (!entry) return null;
          const place = { transform: `translateY(${item.start}px)`, height: item.size };
          if (entry.kind === "head") {
            return (
              <li key={item.key} className="list-head" style={place}>
                <h2>{entry.text}</h2>
              </li>
            );
          }
          const row = {
            conversation: entry.conversation,
            href: hrefOf(entry.key),
            isOpen: entry.key === openId,
            isTabStop: entry.key === tabStop,
          };
          return (
            <li key={item.key} className="list-item" style={place}>
              {entry.kind === "waiting" ? <WaitingRow {...row} /> : <Row {...row} />}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
