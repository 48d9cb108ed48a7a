import type { EventFile } from "@livechat/contract";
import { useEffect, useRef, useState } from "react";
import { useTexts } from "../texts/use-texts.tsx";
import { useFileAddresses } from "./use-attachments.ts";

interface Props {
  pictures: readonly EventFile[];
  at: number;
  /** null closes. */
  onMove(to: number | null): void;
}

/** One picture over everything: Escape closes, the arrows move. */
export default function Lightbox({ pictures, at, onMove }: Props) {
  const t = useTexts();
  const addresses = useFileAddresses();
  const dialog = useRef<HTMLDialogElement>(null);
  const picture = pictures[at];
  const [url, setUrl] = useState<string | null>(null);
  const id = picture?.id;
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    setUrl(null);
    if (id) addresses.get(id).then(setUrl, () => setUrl(null));
  }, [addresses, id]);
  if (!picture) return null;
  const move = (by: number) => onMove((at + by + pictures.length) % pictures.length);
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      className="lightbox"
      aria-label={picture.altText ?? picture.name}
      onClose={() => onMove(null)}
      onClick={(event) => event.target === dialog.current && close()}
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") move(-1);
        if (event.key === "ArrowRight") move(1);
        // The keys of the page behind do not mean the picture.
        event.stopPropagation();
      }}
    >
      <button type="button" className="off" aria-label={t("files.close")} onClick={close}>
        ×
      </button>
      {url !== null && <img src={url} alt={picture.altText ?? picture.name} />}
      {pictures.length > 1 && (
        <p className="moves">
          <button type="button" aria-label={t("files.previous")} onClick={() => move(-1)}>
            ‹
          </button>
          <button type="button" aria-label={t("files.next")} onClick={() => move(1)}>
            ›
          </button>
        </p>
      )}
    </dialog>
  );
}
