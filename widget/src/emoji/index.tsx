import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { adoptStyles } from "../styles.ts";
import css from "./emoji.css?inline";

/** What people answer with in chats. Screen readers say each in their own language. */
const EMOJI = [
  ..."😀😃😄😁😅😂🙂🙃😉😊😍🥰😘😋😎🤩🤔🤨😐😑😶🙄😏😣😥😮😯😪😫😴😌😔😕🙁😖😞😟😤😢😭😨😩😬😰😱😳😡",
  ..."👍👎👌🤞👏🙌🙏💪👋👀🎉🔥⭐✅❌❓❗💡📦🚚💳🛒🔧📞📷🕒",
  ..."🧡💚💙💜",
];

/** Puts text where the cursor is, as if it had been typed. */
function insert(input: HTMLTextAreaElement, text: string): void {
  input.focus();
  input.setRangeText(text, input.selectionStart, input.selectionEnd, "end");
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

interface Props {
  label: string;
  /** Where what is picked goes. */
  input: RefObject<HTMLTextAreaElement>;
  onClose(): void;
}

/** A grid of emoji: arrows move, Enter picks, Escape closes. */
export function EmojiPicker({ label, input, onClose }: Props) {
  const grid = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (grid.current) adoptStyles(grid.current, css);
    grid.current?.querySelector("button")?.focus();
  }, []);
  const move = (by: number) => {
    const all = [...(grid.current?.querySelectorAll("button") ?? [])];
    const at = all.findIndex((button) => button.matches(":focus"));
    all[Math.min(all.length - 1, Math.max(0, at + by))]?.focus();
  };
  const columns = () => getComputedStyle(grid.current as Element).gridTemplateColumns.split(" ").length;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no grid in every browser.
    <div
      class="emoji-grid"
      ref={grid}
      role="group"
      aria-label={label}
      onKeyDown={(event) => {
        const forward = (grid.current as Element).matches(":dir(rtl)") ? -1 : 1;
        const steps: Record<string, number> = {
          ArrowRight: forward,
          ArrowLeft: -forward,
          ArrowDown: columns(),
          ArrowUp: -columns(),
        };
        const step = steps[event.key];
        if (event.key === "Escape") {
          event.stopPropagation();
          onClose();
        } else if (step !== undefined) {
          event.preventDefault();
          move(step);
        }
      }}
    >
      {EMOJI.map((emoji, index) => (
        <button
          key={emoji}
          type="button"
          tabIndex={index === 0 ? 0 : -1}
          onClick={() => input.current && insert(input.current, emoji)}
        >
          {emoji}
        </button>
      ))}
    </div>
  );
}
