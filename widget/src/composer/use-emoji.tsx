import type { ComponentChildren, RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { EMOJI, Icon } from "../icons.tsx";
import type { Texts } from "../texts/index.ts";
import { useLazy } from "../use-lazy.ts";

const loadEmoji = () => import("../emoji/index.tsx");

interface Emoji {
  picker: ComponentChildren;
  button: ComponentChildren;
  close(): void;
}

/** What emoji are picked from, for a field, and the button that opens it. */
export function useEmoji(texts: Texts, input: RefObject<HTMLTextAreaElement>): Emoji {
  const [isOpen, setOpen] = useState(false);
  const smiley = useRef<HTMLButtonElement>(null);
  const emoji = useLazy(loadEmoji, isOpen);
  const close = () => setOpen(false);
  const picker = isOpen && emoji && (
    <emoji.EmojiPicker
      label={texts.emoji}
      onClose={() => {
        close();
        smiley.current?.focus();
      }}
      input={input}
    />
  );
  const button = (
    <button
      type="button"
      class="attach"
      ref={smiley}
      aria-label={texts.emoji}
      title={texts.emoji}
      aria-expanded={isOpen}
      onClick={() => setOpen(!isOpen)}
    >
      <Icon path={EMOJI} />
    </button>
  );
  return { picker, button, close };
}
