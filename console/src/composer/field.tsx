import { lazy, Suspense } from "react";
import { useTexts } from "../texts/use-texts.tsx";
import { Colleagues, Suggestions } from "./suggestions.tsx";
import type { Writing } from "./use-writing.ts";

const Questions = lazy(() => import("./questions.tsx"));

/** Where the text is written, with what fits a slash or an @ below it. */
export function Field({ writing, onTyping }: { writing: Writing; onTyping(): void }) {
  const t = useTexts();
  const { mode, text, refusal, field, canned, mention } = writing;
  const list = mention.found.length > 0 ? mention : canned;
  return (
    <div id="composer-panel" role="tabpanel" aria-labelledby={`composer-${mode}`}>
      <textarea
        ref={field.input}
        rows={2}
        dir="auto"
        value={text}
        disabled={refusal !== null}
        placeholder={refusal ?? t(mode === "note" ? "composer.writeNote" : "composer.writeReply")}
        aria-label={t(mode === "note" ? "composer.noteField" : "composer.replyField")}
        aria-invalid={writing.excess > 0}
        onChange={(event) => {
          writing.change(event.currentTarget.value);
          field.setCursor(event.currentTarget.selectionStart);
          if (mode === "reply" && event.currentTarget.value !== "") onTyping();
        }}
        onKeyDown={writing.onKeyDown}
        onSelect={(event) => field.setCursor(event.currentTarget.selectionStart)}
        aria-controls={list.found.length > 0 ? list.id : undefined}
        aria-activedescendant={list.found.length > 0 ? `${list.id}-${list.at}` : undefined}
        aria-autocomplete="list"
      />
      {mention.found.length > 0 && <Colleagues {...mention} onChoose={mention.choose} />}
      {mention.found.length === 0 && canned.found.length > 0 && (
        <Suggestions id={canned.id} found={canned.found} at={canned.at} onChoose={canned.choose} />
      )}
      {canned.isLoading && (
        <p className="quiet" role="status">
          {t("places.loading")}
        </p>
      )}
      {canned.questions && (
        <Suspense fallback={null}>
          <Questions questions={canned.questions} onDone={canned.answer} onCancel={canned.stopAsking} />
        </Suspense>
      )}
    </div>
  );
}
