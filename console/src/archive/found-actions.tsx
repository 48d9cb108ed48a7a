import { lazy, Suspense, useState } from "react";
import { say, sayProblem } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { useAgentName, useClient, useGroupName } from "../client/context.tsx";
import { useTags } from "../client/tags.ts";
import { saveFile } from "../parts/save-file.ts";
import { useTexts } from "../texts/use-texts.tsx";
import type { Found } from "./use-found.ts";
import { viewOf } from "./view-of.ts";

const ViewDialog = lazy(() => import("../inbox/view-dialog.tsx"));

const today = (): string => new Date().toISOString().slice(0, 10);

/** Saves what was found as a file; who asks twice gets one. */
function useExport(found: Found) {
  const t = useTexts();
  const call = useCall();
  const client = useClient();
  const agent = useAgentName();
  const group = useGroupName();
  const tags = useTags();
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const tag = (id: string) => tags.find((one) => one.id === id)?.name ?? null;
      const { exportFound } = await import("./export.ts");
      const { csv, rows, isCut } = await exportFound(found, {
        call,
        client,
        t,
        names: { agent, group, tag },
      });
      saveFile(`conversations-${today()}.csv`, "text/csv", ["\uFEFF", csv]);
      say(t.count(isCut ? "archive.savedFirst" : "archive.saved", rows));
    } catch (error) {
      sayProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return { save, isBusy };
}

function SaveAsView({ search }: Pick<Found, "search">) {
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  const asView = viewOf(search);
  if (!asView) return null;
  const { filter, leavesOut } = asView;
  return (
    <>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        {t("archive.saveView")}
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <ViewDialog
            view={null}
            begins={{ filter, note: leavesOut ? t("archive.leftOut") : null }}
            onDone={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}

/** What can be done with all that was found. */
export function FoundActions({ found }: { found: Found }) {
  const t = useTexts();
  const { save, isBusy } = useExport(found);
  return (
    <>
      <SaveAsView search={found.search} />
      <button
        type="button"
        className="button"
        disabled={isBusy || found.items.length === 0}
        onClick={() => void save()}
      >
        {t("archive.csv")}
      </button>
    </>
  );
}
