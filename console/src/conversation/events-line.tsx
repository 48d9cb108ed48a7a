import type { TimelineItem } from "@livechat/chat-client";
import { describe, systemTextsFor } from "@livechat/chat-ui";
import { useState } from "react";
import { useTexts } from "../texts/use-texts.tsx";

/** What the system did, in one line; the last of it, and the rest when it is asked for. */
export function EventsLine({ items }: { items: readonly TimelineItem[] }) {
  const t = useTexts();
  const words = systemTextsFor(t.language);
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? items : items.slice(-1);
  return (
    <li className="notice">
      {items.length > 1 && (
        <button type="button" className="fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t("events.fewer") : t.count("events.more", items.length - 1)}
        </button>
      )}
      {shown.map((item) => (
        <span key={item.id} className="event" dir="auto" title={t.dateTime(item.createdAt)}>
          {describe(item, words, "agent")} <time dateTime={item.createdAt}>{t.time(item.createdAt)}</time>
        </span>
      ))}
    </li>
  );
}
