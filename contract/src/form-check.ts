import type { FormAnswer, ShownField } from "./form.ts";

/** What a form must know of a field to check its answer. */
export type CheckedField = Pick<ShownField, "id" | "type" | "required" | "showIf"> & {
  readonly options: readonly { readonly value: string }[];
};

export interface FormProblem {
  readonly fieldId: string;
  readonly problem: "unknown" | "required" | "type" | "email" | "phone" | "option" | "line";
}

/** Loose on purpose: one @, a dot behind it, no spaces. Whether it is anybody's only a message to it tells. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const MAX_EMAIL_CHARS = 254;
const PHONE = /^\+?[0-9][0-9 ()./-]{2,31}$/;
const LINE_BREAK = /[\p{Cc}\p{Zl}\p{Zp}]/u;

function isEmpty(value: FormAnswer["value"] | undefined): boolean {
  return value === undefined || value === false || (typeof value === "string" && value.trim() === "");
}

function problemOf({ type, options }: CheckedField, value: string): FormProblem["problem"] | null {
  if (type === "email") return EMAIL.test(value.trim()) && value.length <= MAX_EMAIL_CHARS ? null : "email";
  if (type === "phone") return PHONE.test(value.trim()) ? null : "phone";
  if (type === "text") return LINE_BREAK.test(value) ? "line" : null;
  if (type === "textarea") return null;
  return options.some((option) => option.value === value) ? null : "option";
}

function checkAnswer(
  field: CheckedField,
  value: FormAnswer["value"] | undefined,
): FormProblem["problem"] | null {
  if (isEmpty(value)) return field.required ? "required" : null;
  const isTick = field.type === "checkbox" || field.type === "consent";
  if (typeof value === "boolean") return isTick ? null : "type";
  return isTick || value === undefined ? "type" : problemOf(field, value);
}

/** Whether a field is shown, given the answers to those in front of it. One that depends on a hidden field is hidden. */
export function isShown(
  field: CheckedField,
  fields: readonly CheckedField[],
  answers: ReadonlyMap<string, FormAnswer["value"]>,
): boolean {
  if (!field.showIf) return true;
  const { fieldId, equals } = field.showIf;
  const other = fields.find(({ id }) => id === fieldId);
  return other !== undefined && isShown(other, fields, answers) && (answers.get(fieldId) ?? false) === equals;
}

/**
 * What is wrong with the answers to a form, field by field. The page asks before it sends, and the server again.
 * Answers to fields that are not shown are ignored.
 */
export function checkForm(fields: readonly CheckedField[], answers: readonly FormAnswer[]): FormProblem[] {
  const given = new Map(answers.map(({ id, value }) => [id, value]));
  const known = new Set(fields.map(({ id }) => id));
  const unknown = [...given.keys()].filter((id) => !known.has(id));
  const problems = fields
    .filter((field) => isShown(field, fields, given))
    .map((field) => ({ fieldId: field.id, problem: checkAnswer(field, given.get(field.id)) }));
  return [
    ...unknown.map((fieldId): FormProblem => ({ fieldId, problem: "unknown" })),
    ...problems.filter((one): one is FormProblem => one.problem !== null),
  ];
}
