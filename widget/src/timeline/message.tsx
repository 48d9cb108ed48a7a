import type { TimelineItem } from "@livechat/chat-client";
import type { ComponentChildren } from "preact";
import { timeOf } from "../dates.ts";
import { isForThisPage } from "../say-error.ts";
import type { Texts } from "../texts/index.ts";
import type { View } from "../view.ts";
import { RichText } from "./rich-text.tsx";

interface Props {
  view: View;
  item: TimelineItem;
  /** Whether it begins a group of its author's, and whether it ends it. */
  isFirst: boolean;
  isLast: boolean;
  /** Name of the agent, where it is known. */
  agentName: string;
  /** What became of it, where that is shown. */
  mark: string | null;
  /** Its files, drawn. */
  files: ComponentChildren;
}

/** Why a message was not sent, as far as that helps who wrote it. */
function reasonOf({ errorType }: TimelineItem, texts: Texts): string {
  if (errorType === "queue_full") return texts.fullTitle;
  if (errorType === "banned") return texts.banned;
  return !errorType || isForThisPage(errorType) ? texts.refused : texts.notForThisPage;
}

function Failure({ item, view }: Pick<Props, "item" | "view">) {
  const { texts, chat } = view;
  return (
    <span class="failure" role="alert">
      {texts.failed}: {reasonOf(item, texts)}{" "}
      <button type="button" onClick={() => chat.retry(item.id)}>
        {texts.retry}
      </button>{" "}
      <button type="button" onClick={() => chat.discard(item.id)}>
        {texts.discard}
      </button>
    </span>
  );
}

/** One message. Text is text, whatever is in it. */
export function Message({ view, item, isFirst, isLast, agentName, mark, files }: Props) {
  const { texts, locale } = view;
  const isOwn = item.authorType === "visitor";
  const author = isOwn ? texts.you : agentName || (item.authorType === "agent" ? texts.agent : texts.title);
  const groups = `${isFirst ? " first" : ""}${isLast ? " last" : ""}`;
  return (
    <li class={`message ${isOwn ? "own" : "other"} ${item.state}${groups}`}>
      <bdi class="author">{author}</bdi>
      {typeof item.metadata.aiLabel === "string" && (
        <span class="ai" dir="auto">
          {item.metadata.aiLabel}
        </span>
      )}
      {item.text !== "" && (
        <div class="bubble" dir="auto">
          <RichText text={item.text} />
        </div>
      )}
      {files}
      {(isLast || mark) && (
        <span class="facts">
          {item.seq !== null && (
            <time dateTime={item.createdAt}>{timeOf(Date.parse(item.createdAt), locale)}</time>
          )}
          {mark && <span class="mark">{mark}</span>}
        </span>
      )}
      {item.state === "failed" && <Failure item={item} view={view} />}
    </li>
  );
}
