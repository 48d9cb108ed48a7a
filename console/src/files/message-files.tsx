import type { EventFile } from "@livechat/contract";
import { lazy, Suspense, useEffect, useState } from "react";
import { useCall } from "../client/call.ts";
import { canSupervise, useMe } from "../client/context.tsx";
import { sayError } from "../client/say-error.ts";
import type { Texts } from "../texts/texts.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { sizeIn } from "./say-problem.ts";
import { useFileAddresses } from "./use-attachments.ts";
import "./files.css";

const Lightbox = lazy(() => import("./lightbox.tsx"));

interface Props {
  files: readonly EventFile[];
  /** Agents sent them: a scan does not keep them from their own side. */
  isOwn: boolean;
}

/** Why a file cannot be opened; null when it can. */
function obstacleOf({ state, scan }: EventFile, isOwn: boolean, t: Texts): string | null {
  if (state === "removed") return t("files.removed");
  if (scan === "clean" || scan === "skipped" || isOwn) return null;
  return t(scan === "pending" ? "files.checking" : "files.unchecked");
}

/** The files of a message: pictures small, to be opened large; everything else to be saved. */
export function MessageFiles({ files, isOwn }: Props) {
  const t = useTexts();
  const [shown, show] = useState<number | null>(null);
  const mayRemove = canSupervise(useMe());
  const pictures = files.filter((file) => file.hasThumbnail && obstacleOf(file, isOwn, t) === null);
  return (
    <div className="files">
      {files.map((file) => {
        const at = pictures.indexOf(file);
        const obstacle = obstacleOf(file, isOwn, t);
        return (
          <span key={file.id} className="shown-file">
            {at >= 0 ? (
              <Thumbnail file={file} onOpen={() => show(at)} />
            ) : (
              <Card file={file} obstacle={obstacle} />
            )}
            {mayRemove && file.state === "attached" && <Removal file={file} />}
          </span>
        );
      })}
      {shown !== null && (
        <Suspense fallback={null}>
          <Lightbox pictures={pictures} at={shown} onMove={show} />
        </Suspense>
      )}
    </div>
  );
}

function Thumbnail({ file, onOpen }: { file: EventFile; onOpen(): void }) {
  const addresses = useFileAddresses();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    addresses.get(file.id, { thumbnail: true }).then(setUrl, () => setUrl(null));
  }, [addresses, file.id]);
  return (
    <button type="button" className="thumbnail" aria-label={file.altText ?? file.name} onClick={onOpen}>
      {url === null ? (
        <bdi>{file.name}</bdi>
      ) : (
        <img src={url} alt={file.altText ?? ""} width={file.width ?? 240} height={file.height ?? 180} />
      )}
    </button>
  );
}

function Card({ file, obstacle }: { file: EventFile; obstacle: string | null }) {
  const t = useTexts();
  const addresses = useFileAddresses();
  const [isGone, setGone] = useState(false);
  const save = async () => {
    try {
      const href = await addresses.get(file.id, { download: true });
      Object.assign(document.createElement("a"), { href, rel: "noopener", target: "_blank" }).click();
      setGone(false);
    } catch {
      setGone(true);
    }
  };
  const size = sizeIn(file.sizeBytes, document.documentElement.lang);
  return (
    <button type="button" className="file" disabled={obstacle !== null} onClick={() => void save()}>
      <span className="what">
        <bdi className="name">{file.name}</bdi>
        <small>{obstacle ?? (isGone ? t("files.gone") : size)}</small>
      </span>
    </button>
  );
}

/** For supervisors and admins: the bytes go for good, so it is asked once more. */
function Removal({ file }: { file: EventFile }) {
  const t = useTexts();
  const call = useCall();
  const [isAsked, ask] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const remove = () =>
    call("deleteFile", { params: { id: file.id } }).then(
      () => ask(false),
      (error: Error) => setProblem(sayError(error, t)),
    );
  if (!isAsked) {
    return (
      <button type="button" className="button plain" onClick={() => ask(true)}>
        {t("files.removeForGood")}
      </button>
    );
  }
  return (
    <span>
      <button type="button" className="button" onClick={() => void remove()}>
        {t("files.removeNow")}
      </button>{" "}
      <button type="button" className="button plain" onClick={() => ask(false)}>
        {t("files.keep")}
      </button>
      {problem !== null && (
        <span className="problem" role="alert">
          {problem}
        </span>
      )}
    </span>
  );
}
