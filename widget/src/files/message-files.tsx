import type { FileAddresses } from "@livechat/chat-client/files";
import type { EventFile } from "@livechat/contract";
import { useEffect, useState } from "preact/hooks";
import type { FileTexts } from "../texts/index.ts";
import { Lightbox } from "./lightbox.tsx";
import { sizeIn } from "./say-problem.ts";

interface Props {
  files: readonly EventFile[];
  addresses: FileAddresses;
  locale: string;
  /** The reader sent them: a scan does not keep them from their own. */
  isOwn: boolean;
  texts: FileTexts;
  /** What closes a picture. */
  closeText: string;
}

/** What the reader cannot open, and why. */
function obstacleOf({ state, scan }: EventFile, isOwn: boolean, texts: FileTexts): string | null {
  if (state === "removed") return texts.removed;
  if (isOwn || scan === "clean" || scan === "skipped") return null;
  return scan === "pending" ? texts.checking : texts.gone;
}

/** The files of a message: pictures small, to be opened large; everything else to be saved. */
export function MessageFiles({ files, addresses, locale, isOwn, texts, closeText }: Props) {
  const [shown, show] = useState<number | null>(null);
  const pictures = files.filter((file) => file.hasThumbnail && obstacleOf(file, isOwn, texts) === null);
  return (
    <div class="files">
      {files.map((file) => {
        const obstacle = obstacleOf(file, isOwn, texts);
        const at = pictures.indexOf(file);
        if (obstacle === null && at >= 0) {
          return <Thumbnail key={file.id} file={file} addresses={addresses} onOpen={() => show(at)} />;
        }
        return <Card key={file.id} {...{ file, obstacle, addresses, texts, locale }} />;
      })}
      {shown !== null && <Lightbox {...{ pictures, addresses, texts, closeText }} at={shown} onMove={show} />}
    </div>
  );
}

interface One {
  file: EventFile;
  addresses: FileAddresses;
  texts: FileTexts;
}

function Thumbnail({ file, addresses, onOpen }: Omit<One, "texts"> & { onOpen(): void }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    addresses.get(file.id, { thumbnail: true }).then(setUrl, () => setUrl(undefined));
  }, [file.id]);
  const ratio = `${file.width ?? 4} / ${file.height ?? 3}`;
  return (
    <button type="button" class="thumbnail" aria-label={file.altText ?? file.name} onClick={onOpen}>
      {url ? (
        <img src={url} alt={file.altText ?? ""} style={{ aspectRatio: ratio }} />
      ) : (
        <bdi>{file.name}</bdi>
      )}
    </button>
  );
}

function Card({
  file,
  obstacle,
  addresses,
  texts,
  locale,
}: One & { obstacle: string | null; locale: string }) {
  const [isGone, setGone] = useState(false);
  const save = async () => {
    try {
      const url = await addresses.get(file.id, { download: true });
      const link = Object.assign(document.createElement("a"), {
        href: url,
        rel: "noopener",
        target: "_blank",
      });
      link.click();
      setGone(false);
    } catch {
      setGone(true);
    }
  };
  const note = obstacle ?? (isGone ? texts.gone : sizeIn(file.sizeBytes, locale));
  const content = (
    <>
      <span class="kind" aria-hidden="true" />
      <span class="what">
        <bdi class="name">{file.name}</bdi>
        <small role={isGone ? "alert" : undefined}>{note}</small>
      </span>
    </>
  );
  if (obstacle !== null) return <span class="file">{content}</span>;
  return (
    <button type="button" class="file" onClick={() => void save()}>
      {content}
    </button>
  );
}
