import { ChatError } from "@livechat/chat-client";
import type { FormAnswer, ShownField } from "@livechat/contract";
import { checkForm, type FormProblem, isShown } from "@livechat/contract/forms";
import type { ComponentChildren, RefObject } from "preact";
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

type Given = ReadonlyMap<string, Value>;

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

function findProblems(fields: readonly ShownField[], given: Given, texts: Texts): Map<string, string> {
  const answers: FormAnswer[] = [...given].map(([id, value]) => ({ id, value }));
  const byId = new Map(fields.map((field) => [field.id, field]));
  return new Map(
    checkForm(fields, answers).flatMap((found) => {
      const field = byId.get(found.fieldId);
      return field ? [[field.id, sayProblem(field, found, texts)]] : [];
    }),
  );
}

/** What goes to the server: of the fields that are shown, those that are filled in. */
function answersOf(shown: readonly ShownField[], given: Given): Map<string, Value> {
  const answers = new Map<string, Value>();
  for (const { id } of shown) {
    const value = given.get(id);
    if (value !== undefined && !isEmpty(value)) answers.set(id, value);
  }
  return answers;
}

/** What is wrong with a form, by field, and as a whole. */
function useProblems(form: RefObject<HTMLFormElement>) {
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  /** Changed since: what was wrong with it is told again by the next attempt. */
  const [corrected, setCorrected] = useState<ReadonlySet<string>>(new Set());
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    if (problems.size > 0) form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }, [problems]);
  return {
    trouble,
    of: (id: string) => (corrected.has(id) ? null : (problems.get(id) ?? null)),
    correct: (id: string) => setCorrected((before) => new Set([...before, id])),
    tell: (found: ReadonlyMap<string, string>, whole: string | null = null) => {
      setProblems(found);
      setCorrected(new Set());
      setTrouble(whole);
    },
  };
}

/** What is filled in, and the way of it to the server. */
function useFilledIn({ view, fields, initial = {}, onSubmit }: Props) {
  const { texts } = view;
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<Readonly<Record<string, Value>>>(initial);
  const [isBusy, setBusy] = useState(false);
  const problems = useProblems(form);
  const given = new Map(Object.entries(values));
  const shown = fields.filter((field) => isShown(field, fields, given));
  const send = async () => {
    const found = findProblems(fields, given, texts);
    problems.tell(found);
    if (found.size > 0 || isBusy) return;
    setBusy(true);
    try {
      await onSubmit(answersOf(shown, given));
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      const refused = refusedIn(error, fields).map((id) => [id, texts.formOther] as const);
      problems.tell(new Map(refused), refused.length === 0 ? sayError(error, view) : null);
    } finally {
      setBusy(false);
    }
  };
  const change = (id: string, value: Value) => {
    setValues((before) => ({ ...before, [id]: value }));
    problems.correct(id);
  };
  return { form, values, shown, problems, isBusy, change, send };
}

/** A form: checked here first, and by the server again. What was filled in stays whatever goes wrong. */
export function Form(props: Props) {
  const { view, submit, children, onChange } = props;
  const prefix = useUniqueId();
  const { form, values, shown, problems, isBusy, change, send } = useFilledIn(props);
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
          {...{ field, prefix, texts: view.texts }}
          value={values[field.id] ?? ""}
          problem={problems.of(field.id)}
          onChange={(value) => {
            change(field.id, value);
            onChange?.(field.id, value);
          }}
        />
      ))}
      <p class="problem" role="alert">
        {problems.trouble}
      </p>
      <button type="submit" class="primary" aria-disabled={isBusy}>
        {submit}
      </button>
    </form>
  );
}
