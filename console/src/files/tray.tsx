import { type Attachment, type Attachments, mayRetry } from "@livechat/chat-client/files";
import { useStore } from "@nanostores/react";
import { useEffect, useMemo } from "react";
import { useTexts } from "../texts/use-texts.tsx";
import { sayProblem, sizeIn } from "./say-problem.ts";
import "./files.css";

/** The files that go with the next message: how far each is, what is wrong with it, what it shows. */
export function Tray({ attachments }: { attachments: Attachments }) {
  const list = useStore(attachments.list);
  if (list.length === 0) return null;
  return (
    <ul className="tray">
      {list.map((item) => (
        <Item key={item.id} item={item} attachments={attachments} />
      ))}
    </ul>
  );
}

function Item({ item, attachments }: { item: Attachment; attachments: Attachments }) {
  const t = useTexts();
  const { id, name, state, problem } = item;
  const isPicture = item.contentType.startsWith("image/");
  return (
    <li className={`attachment ${state}`}>
      {isPicture && <Preview bytes={item.bytes} />}
      <span className="what">
        <bdi className="name">{name}</bdi>
        {state === "uploading" && (
          <progress max={1} value={item.progress} aria-label={t("files.uploading", { name })} />
        )}
        {problem && (
          <span className="problem" role="alert">
            {sayProblem(problem, t, document.documentElement.lang)}
          </span>
        )}
        {state === "ready" && !isPicture && (
          <small>{sizeIn(item.sizeBytes, document.documentElement.lang)}</small>
        )}
        {state !== "failed" && isPicture && (
          <input
            type="text"
            maxLength={1_000}
            defaultValue={item.altText}
            placeholder={t("files.describe")}
            aria-label={`${name}: ${t("files.describe")}`}
            onBlur={(event) => void attachments.describe(id, event.currentTarget.value)}
          />
        )}
      </span>
      {problem && mayRetry(problem) && (
        <button type="button" className="button" onClick={() => attachments.retry(id)}>
          {t("files.retry")}
        </button>
      )}
      <button
        type="button"
        className="button plain"
        aria-label={t("files.remove", { name })}
        onClick={() => attachments.cancel(id)}
      >
        ×
      </button>
    </li>
  );
}

/** The picture itself, from the agent's own device. */
function Preview({ bytes }: { bytes: Blob }) {
  const url = useMemo(() => URL.createObjectURL(bytes), [bytes]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return <img src={url} alt="" />;
}
