import { type FormEvent, type ReactNode, useId, useState } from "react";
import { problemOf } from "../client/problem.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { Problem } from "./problem.tsx";
import "./form.css";

interface FormProps {
  /** What happens with what was entered; what it throws is shown. */
  onSubmit(entered: FormData): Promise<void>;
  submit: string;
  /** Beside the button that submits. */
  more?: ReactNode;
  children: ReactNode;
}

/** A form that says why it was refused, and can be sent once at a time. */
export function Form({ onSubmit, submit, more, children }: FormProps) {
  const [problem, setProblem] = useState<Error | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    setProblem(null);
    try {
      await onSubmit(new FormData(form));
    } catch (thrown) {
      setProblem(problemOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="form" onSubmit={(event) => void send(event)}>
      {children}
      <Problem text={problem} />
      <p className="form-buttons">
        <button type="submit" className="button primary" disabled={isBusy}>
          {submit}
        </button>
        {more}
      </p>
    </form>
  );
}

interface FieldProps {
  label: string;
  name: string;
  hint?: string;
  type?: "text" | "email" | "password" | "number" | "url" | "color" | "date" | "datetime-local" | "time";
  value?: string | number | null | undefined;
  required?: boolean;
  disabled?: boolean;
  min?: number;
  max?: number;
  maxLength?: number;
  autoComplete?: string;
  placeholder?: string;
  onChange?(value: string): void;
}

/** One line to fill in. */
export function Field({ label, name, hint, type = "text", value, onChange, ...more }: FieldProps) {
  const id = useId();
  return (
    <p className="form-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field"
        name={name}
        type={type}
        defaultValue={value ?? ""}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange?.(event.currentTarget.value)}
        {...more}
      />
      {hint && (
        <span className="form-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </p>
  );
}

type AreaProps = Pick<FieldProps, "label" | "name" | "hint" | "maxLength" | "required"> & {
  value?: string;
  rows?: number;
  onChange?(value: string): void;
};

/** Several lines to fill in. */
export function Area({ label, name, hint, value, rows = 3, onChange, ...more }: AreaProps) {
  const id = useId();
  return (
    <p className="form-field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className="field"
        name={name}
        rows={rows}
        dir="auto"
        defaultValue={value ?? ""}
        onChange={(event) => onChange?.(event.currentTarget.value)}
        {...more}
      />
      {hint && <span className="form-hint">{hint}</span>}
    </p>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  name: string;
  value: T;
  options: readonly { value: T; label: string }[];
  disabled?: boolean;
  onChange?(value: T): void;
}

/** One of a few. */
export function Choice<T extends string>({
  label,
  name,
  value,
  options,
  disabled,
  onChange,
}: ChoiceProps<T>) {
  const id = useId();
  return (
    <p className="form-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="field"
        name={name}
        defaultValue={value}
        disabled={disabled}
        onChange={(event) => onChange?.(event.currentTarget.value as T)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </p>
  );
}

interface CheckProps {
  label: ReactNode;
  name: string;
  checked?: boolean;
  disabled?: boolean;
  value?: string;
  onChange?(checked: boolean): void;
}

/** Yes or no. */
export function Check({ label, name, checked = false, disabled, value = "on", onChange }: CheckProps) {
  return (
    <label className="form-check">
      <input
        type="checkbox"
        name={name}
        value={value}
        defaultChecked={checked}
        disabled={disabled}
        onChange={(event) => onChange?.(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

interface SureProps {
  /** The button that asks. */
  label: string;
  /** What will happen. */
  question: string;
  confirm: string;
  onSure(): void;
}

/** A button that asks first, in its own place: for what nobody can undo at once. */
export function Sure({ label, question, confirm, onSure }: SureProps) {
  const t = useTexts();
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) {
    return (
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        {label}
      </button>
    );
  }
  return (
    <span role="alert" className="form-buttons">
      <span>{question}</span>
      <button
        type="button"
        className="button"
        // biome-ignore lint/a11y/noAutofocus: the safe answer to a question that has just been asked.
        autoFocus
        onClick={() => setAsking(false)}
      >
        {t("actions.cancel")}
      </button>
      <button
        type="button"
        className="button danger"
        onClick={() => {
          setAsking(false);
          onSure();
        }}
      >
        {confirm}
      </button>
    </span>
  );
}

/** What was entered under a name, without spaces around it. */
export const entered = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();

/** A number of another unit: empty is null. */
export function enteredNumber(form: FormData, name: string, factor = 1): number | null {
  const text = entered(form, name);
  return text === "" ? null : Math.round(Number(text) * factor);
}
