import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { say } from "../actions/toasts.ts";
import { useTexts } from "../texts/use-texts.tsx";

/** A dialog with the one button of its own that every dialog has. */
export function Dialog({ title, onDone, children }: { title: string; onDone(): void; children: ReactNode }) {
  const t = useTexts();
  return (
    <Modal
      opened
      onClose={onDone}
      size="lg"
      title={title}
      closeButtonProps={{ "aria-label": t("actions.close") }}
    >
      {children}
    </Modal>
  );
}

export interface Secret {
  label: string;
  value: string;
}

/** What is shown once and stored nowhere. It stays until whoever made it says that it is kept. */
export function ShownOnce({ secrets, onDone }: { secrets: readonly Secret[]; onDone(): void }) {
  const t = useTexts();
  const copy = async (value: string) => {
    await navigator.clipboard.writeText(value);
    say(t("people.copied"));
  };
  return (
    <Modal
      opened
      onClose={onDone}
      size="lg"
      title={t("secret.title")}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <div className="form">
        <p role="status">{t("secret.lead")}</p>
        {secrets.map(({ label, value }) => (
          <p key={label} className="secret">
            <span className="secret-label" aria-hidden="true">
              {label}
            </span>
            <input className="field" readOnly value={value} aria-label={label} />
            <button type="button" className="button" onClick={() => void copy(value)}>
              {t("people.copy")}
              <span className="hidden-visually"> {label}</span>
            </button>
          </p>
        ))}
        <p>
          <button type="button" className="button primary" onClick={onDone}>
            {t("secret.kept")}
          </button>
        </p>
      </div>
    </Modal>
  );
}

interface PageHeadProps {
  title: string;
  lead: string;
  add: string;
  onAdd(): void;
}

export function PageHead({ title, lead, add, onAdd }: PageHeadProps) {
  return (
    <>
      <header className="page-head">
        <h1>{title}</h1>
        <button type="button" className="button primary" onClick={onAdd}>
          {add}
        </button>
      </header>
      <p className="quiet page-lead">{lead}</p>
    </>
  );
}

/** Rows under their heads; the last column holds what can be done with a row. */
export function ListTable({ head, children }: { head: readonly string[]; children: ReactNode }) {
  return (
    <div className="panel table-scroll">
      <table className="table">
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
