import { Popover } from "@mantine/core";
import { useTexts } from "../texts/use-texts.tsx";
import type { Opened } from "./opener.tsx";
import "./emoji.css";

/** What people in support write; every other one comes from the keyboard of their system. */
const EMOJI = [..."😀😊🙂😉😍🤗😅😂🤔😮😢😕🙏👍👎👏👌💪🙌👋🎉🎁✨🔥⭐💡✅❌⚠️❤️📦🚚💳📧📞🔧🕐☕"].filter(
  (each) => each !== "\uFE0F",
);

export default function EmojiPanel({
  isOpen,
  onChange,
  target,
  onChoose,
}: Opened & { onChoose(emoji: string): void }) {
  const t = useTexts();
  return (
    <Popover opened={isOpen} onChange={onChange} position="top-start" trapFocus>
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown aria-label={t("composer.emoji")}>
        <div className="emoji-grid">
          {EMOJI.map((emoji) => (
            <button
              key={emoji}
              type="button"
              className="icon-button"
              onClick={() => {
                onChange(false);
                onChoose(emoji);
              }}
            >
              {emoji}
            </button>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
