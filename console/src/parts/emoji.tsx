import { Popover } from "@mantine/core";
import { useState } from "react";
import { Icon } from "../look/icon.tsx";
import { useTexts } from "../texts/use-texts.tsx";

/** What people in support write; every other one comes from the keyboard of their system. */
const EMOJI = [..."😀😊🙂😉😍🤗😅😂🤔😮😢😕🙏👍👎👏👌💪🙌👋🎉🎁✨🔥⭐💡✅❌⚠️❤️📦🚚💳📧📞🔧🕐☕"].filter(
  (each) => each !== "\uFE0F",
);

/** Puts an emoji where the cursor is. */
export function EmojiButton({ onChoose, disabled }: { onChoose(emoji: string): void; disabled: boolean }) {
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="top-start" trapFocus>
      <Popover.Target>
        <button
          type="button"
          className="icon-button"
          aria-label={t("composer.emoji")}
          title={t("composer.emoji")}
          disabled={disabled}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="emoji" />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("composer.emoji")}>
        <div className="emoji-grid">
          {EMOJI.map((emoji) => (
            <button
              key={emoji}
              type="button"
              className="icon-button"
              onClick={() => {
                setOpen(false);
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
