import type { TimelineItem } from "@livechat/chat-client";
import { describe, systemTextsFor } from "@livechat/chat-ui";
import type { ComponentChildren } from "preact";
import type { Texts } from "../texts/index.ts";

interface Props {
  item: TimelineItem;
  texts: Texts;
  locale: string;
  /** Name of the agent, where it is known. */
  agentName: string;
  /** What became of it, where that is shown. */
  mark: string | null;
  /** Its files, drawn. */
  files: ComponentChildren;
  onRetry(): void;
  onDiscard(): void;
}

function timeOf(createdAt: string, locale: string): string {
  return new Date(createdAt).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
}

/** One line of the timeline. Text is text, whatever is in it. */
export function Message({ item, texts, locale, agentName, mark, files, onRetry, onDiscard }: Props) {
  if (item.type === "system") {
    const text = describe(item, systemTextsFor(locale), "visitor");
    return text === null ? null : <li class="notice">{text}</li>;
  }
  const isOwn = item.authorType === "visitor";
  return (
    <li class={`message ${isOwn ? "own" : "other"} ${item.state}`}>
      <span class="author">{isOwn ? texts.you : agentName || texts.agent}</span>
      {item.text !== "" && (
        <p class="bubble" dir="auto">
          {item.text}
        </p>
      )}
      {files}
      <span class="facts">
        {item.seq !== null && <time dateTime={item.createdAt}>{timeOf(item.createdAt, locale)}</time>}
        {mark && <span class="mark">{mark}</span>}
      </span>
      {item.state === "failed" && (
        <span class="failure" role="alert">
          {texts.failed}: <bdi>{item.error}</bdi>{" "}
          <button type="button" onClick={onRetry}>
            {texts.retry}
          </button>{" "}
          <button type="button" onClick={onDiscard}>
            {texts.discard}
          </button>
        </span>
      )}
    </li>
  );
}
