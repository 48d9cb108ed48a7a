import type { TimelineItem } from "@livechat/chat-client";
import { dayOf } from "../dates.ts";
import type { FilesModule } from "../files/use-attaching.ts";
import type { View } from "../view.ts";
import type { Line } from "./lines.ts";
import { Message } from "./message.tsx";
import { FormEvent, noticeOf } from "./notice.tsx";

function markOf(
  item: TimelineItem,
  lastOwn: TimelineItem | undefined,
  { state, texts }: View,
): string | null {
  if (item.state === "pending") return texts.sending;
  if (item !== lastOwn || item.seq === null) return null;
  return item.seq <= state.seenByAgent ? texts.seen : texts.sent;
}

/** Names stand for files until their part of the page is loaded. */
function FilesOfMessage({
  view,
  item,
  files,
}: {
  view: View;
  item: TimelineItem;
  files: FilesModule | null;
}) {
  const { chat, language, locale, texts } = view;
  if (!files) return <bdi>{item.files.map(({ name }) => name).join(", ")}</bdi>;
  const addresses = files.fileAddressesOf(chat);
  const isOwn = item.authorType === "visitor";
  const props = {
    files: item.files,
    addresses,
    locale,
    isOwn,
    texts: files.fileTextsOf(language),
    closeText: texts.close,
  };
  return <files.MessageFiles {...props} />;
}

interface LineProps {
  view: View;
  line: Line;
  names: ReadonlyMap<string, string>;
  /** The visitor's last message, which says what became of it. */
  lastOwn: TimelineItem | undefined;
  /** Draws files; null until that is loaded. */
  files: FilesModule | null;
}

/** One line of a conversation. */
export function ShownLine({ view, line, names, lastOwn, files }: LineProps) {
  const { texts, locale, now } = view;
  if (line.kind === "new") return <li class="new-line">{texts.newHere}</li>;
  if (line.kind === "day") return <li class="day">{dayOf(line.at, locale, now)}</li>;
  const { item, isFirst, isLast } = line;
  if (item.type === "system") {
    const text = noticeOf(item, view);
    return text === null ? null : (
      <li class="notice" dir="auto">
        {text}
      </li>
    );
  }
  if (item.type === "form") return <FormEvent item={item} texts={texts} />;
  return (
    <Message
      {...{ view, item, isFirst, isLast }}
      agentName={names.get(item.authorId ?? "") ?? ""}
      mark={markOf(item, lastOwn, view)}
      files={item.files.length > 0 && <FilesOfMessage {...{ view, item, files }} />}
    />
  );
}
