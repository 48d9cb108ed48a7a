import { type Attachment, type Attachments, mayRetry } from "@livechat/chat-client/files";
import { useEffect, useMemo } from "preact/hooks";
import { type FileTexts, fill } from "../texts/index.ts";
import { useStore } from "../use-store.ts";
import { sayProblem, sizeIn } from "./say-problem.ts";

interface Props {
  attachments: Attachments;
  locale: string;
  texts: FileTexts;
  /** What tries again. */
  retryText: string;
}

/** The files that go with the next message: how far each is, what is wrong with it, what it shows. */
export function Tray({ attachments, ...props }: Props) {
  const list = useStore(attachments.list);
  return list.length === 0 ? null : (
    <ul class="tray">
      {list.map((item) => (
        <Item key={item.id} item={item} attachments={attachments} {...props} />
      ))}
    </ul>
  );
}

function Item({ item, attachments, locale, texts, retryText }: Props & { item: Attachment }) {
  const { id, name, state, problem } = item;
  const isPicture = item.contentType.startsWith("image/");
  return (
    <li class={`attachment ${state}`}>
      {isPicture ? <Preview bytes={item.bytes} /> : <span class="kind" aria-hidden="true" />}
      <span class="what">
        <bdi class="name">{name}</bdi>
        {state === "uploading" && (
          <progress max={1} value={item.progress} aria-label={fill(texts.uploading, { name })} />
        )}
        {problem && <span role="alert">{sayProblem(problem, texts, locale)}</span>}
        {state === "ready" && !isPicture && <small>{sizeIn(item.sizeBytes, locale)}</small>}
        {state !== "failed" && isPicture && (
          <input
            type="text"
            maxLength={1000}
            placeholder={texts.describe}
            aria-label={`${texts.describe}: ${name}`}
            onChange={(event) => void attachments.describe(id, event.currentTarget.value)}
          />
        )}
      </span>
      {problem && mayRetry(problem) && (
        <button type="button" onClick={() => attachments.retry(id)}>
          {retryText}
        </button>
      )}
      <button
        type="button"
        class="off"
        aria-label={fill(texts.remove, { name })}
        onClick={() => attachments.cancel(id)}
      >
        ×
      </button>
    </li>
  );
}

/** The picture itself, from the visitor's own device. */
function Preview({ bytes }: { bytes: Blob }) {
  const url = useMemo(() => URL.createObjectURL(bytes), [bytes]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return <img src={url} alt="" />;
}
