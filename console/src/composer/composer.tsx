import { AttachButtons } from "../files/attach-buttons.tsx";
import { Tray } from "../files/tray.tsx";
import { EmojiButton } from "../parts/emoji.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import "./composer.css";
import { Field } from "./field.tsx";
import { Tabs } from "./tabs.tsx";
import { useWriting, type Writing, type WritingOptions } from "./use-writing.ts";

interface Props extends WritingOptions {
  onTyping(): void;
}

function Warnings({ writing }: { writing: Writing }) {
  const t = useTexts();
  return (
    <>
      {writing.mustAsk && (
        <p className="ask-first">
          {t("composer.thirdVoice")}{" "}
          <button type="button" className="button" onClick={writing.agree}>
            {t("composer.writeAnyway")}
          </button>
        </p>
      )}
      {writing.isBehind && (
        <p className="behind" role="status">
          {t("composer.cameSince")}
        </p>
      )}
    </>
  );
}

function Controls({ writing }: { writing: Writing }) {
  const t = useTexts();
  const { text, refusal, excess, field } = writing;
  return (
    <div className="controls">
      <AttachButtons disabled={refusal !== null} onFiles={writing.attach} />
      <EmojiButton
        disabled={refusal !== null}
        onChoose={(emoji) => {
          const at = field.input.current?.selectionStart ?? text.length;
          writing.replace(text.slice(0, at) + emoji + text.slice(at), at + emoji.length);
        }}
      />
      <span className="spacer" />
      {writing.isUnfilled && <span className="problem">{t("canned.unfilled")}</span>}
      {excess > 0 && <span className="problem">{t.count("composer.tooLong", excess)}</span>}
      <button type="submit" className="button primary" disabled={!writing.maySend}>
        {t(writing.mode === "note" ? "composer.addNote" : "composer.send")}
      </button>
    </div>
  );
}

/** Answers and notes, never mixed up: the mode stays what it is until it is changed. */
export function Composer({ onTyping, ...options }: Props) {
  const writing = useWriting(options);
  const attachFrom = (event: { preventDefault(): void }, data: DataTransfer) => {
    if (data.files.length === 0) return;
    event.preventDefault();
    writing.attach([...data.files]);
  };
  return (
    <form
      className={`composer ${writing.mode}`}
      onPaste={(event) => attachFrom(event, event.clipboardData)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => attachFrom(event, event.dataTransfer)}
      onSubmit={(event) => {
        // A dialog that was opened from here sends its own form, which React tells this one, too.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        writing.send();
      }}
    >
      <Tabs mode={writing.mode} onChoose={writing.choose} />
      <Warnings writing={writing} />
      <Field writing={writing} onTyping={onTyping} />
      <Tray attachments={writing.attachments} />
      <Controls writing={writing} />
    </form>
  );
}
