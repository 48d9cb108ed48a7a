import { Modal } from "@mantine/core";
import { say } from "../actions/toasts.ts";
import { useTexts } from "../texts/use-texts.tsx";

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
