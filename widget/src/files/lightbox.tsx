import type { FileAddresses } from "@livechat/chat-client/files";
import type { EventFile } from "@livechat/contract";
import { useEffect, useRef, useState } from "preact/hooks";
import type { FileTexts } from "../texts/index.ts";

interface Props {
  pictures: readonly EventFile[];
  at: number;
  addresses: FileAddresses;
  texts: FileTexts;
  closeText: string;
  /** null closes. */
  onMove(to: number | null): void;
}

/** One picture over everything: Escape closes, the arrows move. */
export function Lightbox({ pictures, at, addresses, texts, closeText, onMove }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const picture = pictures[at];
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    setUrl(null);
    if (picture) addresses.get(picture.id).then(setUrl, () => onMove(null));
  }, [picture?.id]);
  const move = (by: number) => onMove((at + by + pictures.length) % pictures.length);
  if (!picture) return null;
  return (
    <dialog
      ref={dialog}
      class="lightbox"
      aria-label={picture.altText ?? picture.name}
      onClose={() => onMove(null)}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
      onKeyDown={(event) => {
        const isBackward = event.key === (dialog.current?.matches(":dir(rtl)") ? "ArrowRight" : "ArrowLeft");
        if (event.key === "ArrowLeft" || event.key === "ArrowRight") move(isBackward ? -1 : 1);
        // Escape closes the picture, not the panel behind it.
        event.stopPropagation();
      }}
    >
      <button type="button" class="off" aria-label={closeText} onClick={() => dialog.current?.close()}>
        ×
      </button>
      {url && <img src={url} alt={picture.altText ?? picture.name} />}
      {pictures.length > 1 && (
        <p class="moves">
          <button type="button" aria-label={texts.previous} onClick={() => move(-1)}>
            ‹
          </button>
          <button type="button" aria-label={texts.next} onClick={() => move(1)}>
            ›
          </button>
        </p>
      )}
    </dialog>
  );
}
