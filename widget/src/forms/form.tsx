import { ChatError } from "@livechat/chat-client";
import type { FormAnswer, ShownField } from "@livechat/contract";
import { checkForm, type FormProblem, isShown } from "@livechat/contract/forms";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { sayError } from "../say-error.ts";
import type { Texts } from "../texts/index.ts";
import { useUniqueId } from "../use-unique-id.ts";
import type { View } from "../view.ts";
import { Field, type Value } from "./field.tsx";

interface Props {
  view: View;
  fields: readonly ShownField[];
  /** What is filled in at the start, by field. */
  initial?: Readonly<Record<string, Value>>;
  submit: string;
  /** What stands above the fields. */
  children?: ComponentChildren;
  /** Told of what is filled in, so that it can be kept. */
  onChange?(id: string, value: Value): void;
  /** @throws ChatError; its details name fields by the last part of their paths. */
  onSubmit(answers: ReadonlyMap<string, Value>): Promise<void>;
}

function sayProblem(field: ShownField, { problem }: FormProblem, texts: Texts): string {
  if (problem === "email") return texts.formEmail;
  if (problem === "phone") return texts.formPhone;
  if (problem === "option") return texts.choose;
  if (problem !== "required") return texts.formOther;
  return field.type === "consent" ? texts.consentNeeded : texts.formRequired;
}

const isEmpty = (value: Value): boolean => value === "" || value === false;

/** The fields that the server has refused, by the last part of their paths. */
function refusedIn({ details }: ChatError, fields: readonly ShownField[]): string[] {
  const named = details.map(({ path }) => path.split(".").at(-1) ?? "");
  return fields.filter(({ id }) => named.includes(id)).map(({ id }) => id);
}

/** A form: checked here first, and by the server again. What was filled in stays whatever goes wrong. */
export function Form({ view, fields, initial = {}, submit, children, onChange, onSubmit }: Props) {
  const { texts } = view;
  const prefix = useUniqueId();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<Readonly<Record<string, Value>>>(initial);
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  /** Changed since: what was wrong with it is told again by the next attempt. */
  const [corrected, setCorrected] = useState<ReadonlySet<string>>(new Set());
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const given = new Map(Object.entries(values));
  const shown = fields.filter((field) => isShown(field, fields, given));

  useEffect(() => {
    if (problems.size > 0) form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }, [problems]);

  const check = (): Map<string, string> => {
    const answers: FormAnswer[] = [...given].map(([id, value]) => ({ id, value }));
    const byId = new Map(fields.map((field) => [field.id, field]));
    return new Map(
      checkForm(fields, answers).flatMap((found) => {
        const field = byId.get(found.fieldId);
        return field ? [[field.id, sayProblem(field, found, texts)]] : [];
      }),
    );
  };
  const send = async () => {
    const found = check();
    setProblems(found);
    setCorrected(new Set());
    setTrouble(null);
    if (found.size > 0 || isBusy) return;
    setBusy(true);
    try {
      await onSubmit(
        new Map(
          shown.flatMap(({ id }) => {
            const value = values[id];
            return value === undefined || isEmpty(value) ? [] : [[id, value]];
          }),
        ),
      );
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      const refused = refusedIn(error, fields);
      setProblems(new Map(refused.map((id) => [id, texts.formOther])));
      if (refused.length === 0) setTrouble(sayError(error, view));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="form"
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {children}
      {shown.map((field) => (
        <Field
          key={field.id}
          {...{ field, prefix, texts }}
          value={values[field.id] ?? ""}
          problem={corrected.has(field.id) ? null : (problems.get(field.id) ?? null)}
          onChange={(value) => {
            setValues((before) => ({ ...before, [field.id]: value }));
            setCorrected((before) => new Set([...before, field.id]));
            onChange?.(field.id, value);
          }}
        />
      ))}
      <p class="problem" role="alert">
        {trouble}
      </p>
      <button type="submit" class="primary" aria-disabled={isBusy}>
        {submit}
      </button>
    </form>
  );
}
