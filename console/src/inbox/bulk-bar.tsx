import { useStore } from "@nanostores/react";
import { lazy, Suspense, useState } from "react";
import { useActions } from "../actions/use-actions.tsx";
import { canSupervise, useMe } from "../client/context.tsx";
import { IconButton } from "../parts/icon-button.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import type { Step } from "./bulk-choice.tsx";
import { chooseNone, chosenIds } from "./selection.ts";

const BulkChoice = lazy(() => import("./bulk-choice.tsx"));

/** What can be done with the chosen conversations, while some are. */
export default function BulkBar({ backTo }: { backTo: string }) {
  const t = useTexts();
  const me = useMe();
  const actions = useActions();
  const chosen = useStore(chosenIds);
  const [step, setStep] = useState<Step | null>(null);
  if (chosen.size === 0) return null;
  const close = () => {
    actions.closeMany([...chosen], backTo);
    chooseNone();
  };
  const steps: readonly Step[] = canSupervise(me) ? ["assign", "tag", "snooze"] : ["tag", "snooze"];
  return (
    <section className="bulk-bar" aria-label={t("bulk.label")}>
      <strong role="status">{t.count("bulk.chosen", chosen.size)}</strong>
      {steps.map((each) => (
        <button key={each} type="button" className="button" onClick={() => setStep(each)}>
          {t(`bulk.${each}`)}
        </button>
      ))}
      <button type="button" className="button" onClick={close}>
        {t("bulk.close")}
      </button>
      <IconButton icon="close" label={t("bulk.clear")} onClick={chooseNone} />
      {step && (
        <Suspense fallback={null}>
          <BulkChoice step={step} onDone={() => setStep(null)} />
        </Suspense>
      )}
    </section>
  );
}
