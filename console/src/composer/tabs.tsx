import type { Mode } from "../client/drafts.ts";
import { useTexts } from "../texts/use-texts.tsx";

const MODES: readonly Mode[] = ["reply", "note"];

export function Tabs({ mode, onChoose }: { mode: Mode; onChoose(mode: Mode): void }) {
  const t = useTexts();
  return (
    <div className="tabs" role="tablist" aria-label={t("composer.mode")}>
      {MODES.map((each) => (
        <button
          key={each}
          type="button"
          role="tab"
          id={`composer-${each}`}
          aria-selected={mode === each}
          aria-controls="composer-panel"
          tabIndex={mode === each ? 0 : -1}
          onClick={() => onChoose(each)}
          onKeyDown={(event) => {
            if (event.key === "ArrowLeft" || event.key === "ArrowRight")
              onChoose(each === "reply" ? "note" : "reply");
          }}
        >
          {t(`composer.${each}`)}
        </button>
      ))}
      {mode === "note" && <span className="only-team">{t("composer.onlyTeam")}</span>}
    </div>
  );
}
