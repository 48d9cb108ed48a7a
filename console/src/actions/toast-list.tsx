import { useStore } from "@nanostores/react";
import { sayError } from "../client/say-error.ts";
import { useNow } from "../client/use-now.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { type Held, UNDO_MS } from "./held-actions.ts";
import { dismissToast, type Toast, toasts } from "./toasts.ts";
import { useActions } from "./use-actions.tsx";

function HeldToast({ action }: { action: Held }) {
  const t = useTexts();
  const actions = useActions();
  const left = Math.max(0, action.endsAt - useNow());
  return (
    <li className="toast">
      <span>{action.text}</span>
      <progress max={UNDO_MS} value={left} aria-hidden="true" />
      <button type="button" className="button plain" onClick={() => actions.held.undo(action.key)}>
        {t("actions.undo")} <kbd>Z</kbd>
      </button>
      <IconButton
        icon="check"
        label={t("actions.doNow")}
        onClick={() => void actions.held.carryOut(action.key)}
      />
    </li>
  );
}

function Said({ toast }: { toast: Toast }) {
  const t = useTexts();
  const { id, text, kind, action } = toast;
  return (
    <li className={`toast ${kind}`}>
      <span>{sayError(text, t)}</span>
      {action && (
        <button
          type="button"
          className="button plain"
          onClick={() => {
            dismissToast(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <IconButton icon="close" label={t("actions.dismiss")} onClick={() => dismissToast(id)} />
    </li>
  );
}

/** What was just done and can be undone, and what went wrong. */
export function ToastList() {
  const t = useTexts();
  const { held } = useActions();
  const waiting = useStore(held.items);
  const said = useStore(toasts);
  return (
    <section className="toasts" aria-label={t("actions.messages")}>
      <div role="status">
        <ul>
          {waiting.map((action) => (
            <HeldToast key={action.key} action={action} />
          ))}
          {said
            .filter(({ kind }) => kind === "news")
            .map((toast) => (
              <Said key={toast.id} toast={toast} />
            ))}
        </ul>
      </div>
      <div role="alert">
        <ul>
          {said
            .filter(({ kind }) => kind === "problem")
            .map((toast) => (
              <Said key={toast.id} toast={toast} />
            ))}
        </ul>
      </div>
    </section>
  );
}
