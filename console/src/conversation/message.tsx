import type { TimelineItem } from "@livechat/chat-client";
import { memo } from "react";
import { useClient } from "../client/context.tsx";
import { sayApiError } from "../client/say-error.ts";
import { MessageFiles } from "../files/message-files.tsx";
import { Face } from "../parts/face.tsx";
import { MessageText } from "../parts/message-text.tsx";
import { useTexts } from "../texts/use-texts.tsx";

interface Props {
  item: TimelineItem;
  author: string;
  isFirst: boolean;
  isLast: boolean;
  /** The other side has seen it and everything before. */
  isSeen: boolean;
}

function NotSent({ item }: { item: TimelineItem }) {
  const t = useTexts();
  const client = useClient();
  const why = sayApiError({ type: item.errorType ?? "internal", message: item.error ?? "" }, t);
  return (
    <span className="problem" role="alert">
      {t("message.notSent", { why })}{" "}
      <button type="button" className="button" onClick={() => client.retry(item.id)}>
        {t("message.retry")}
      </button>{" "}
      <button type="button" className="button plain" onClick={() => client.discard(item.id)}>
        {t("message.discard")}
      </button>
    </span>
  );
}

function MessageLine({ item, author, isFirst, isLast, isSeen }: Props) {
  const t = useTexts();
  const isNote = item.visibility === "agents";
  const side = item.authorType === "visitor" ? "other" : "own";
  const mark =
    item.state === "pending"
      ? t("message.sending")
      : isSeen && side === "own" && !isNote
        ? t("message.seen")
        : "";
  return (
    <li className={`message ${side} ${item.state} ${isNote ? "note" : ""} ${isFirst ? "first" : ""}`}>
      {isFirst && (
        <span className="author">
          <Face name={author} small />
          <bdi>{author}</bdi>
          {isNote && <span className="chip note-chip">{t("message.note")}</span>}
        </span>
      )}
      {item.text !== "" && (
        <div
          className="bubble"
          dir="auto"
          translate="yes"
          title={item.seq === null ? undefined : t.dateTime(item.createdAt)}
        >
          <MessageText text={item.text} />
        </div>
      )}
      {item.files.length > 0 && <MessageFiles files={item.files} isOwn={side === "own"} />}
      {(isLast || mark) && (
        <span className="facts">
          {item.seq !== null && <time dateTime={item.createdAt}>{t.time(item.createdAt)}</time>}
          {mark && <span className="mark">{mark}</span>}
        </span>
      )}
      {item.state === "failed" && <NotSent item={item} />}
    </li>
  );
}

/** One message or note; the first of a group names its author, the last its time. */
export const Message = memo(MessageLine);
