import { Icon } from "../look/icon.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { Opener } from "./opener.tsx";

const load = () => import("./emoji-panel.tsx");

/** Puts an emoji where the cursor is. */
export function EmojiButton({ onChoose, disabled }: { onChoose(emoji: string): void; disabled: boolean }) {
  const t = useTexts();
  return (
    <Opener
      opens="dialog"
      className="icon-button"
      label={t("composer.emoji")}
      disabled={disabled}
      load={load}
      panel={{ onChoose }}
    >
      <Icon name="emoji" />
    </Opener>
  );
}
