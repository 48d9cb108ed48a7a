import type { FieldType, FormField } from "@livechat/contract";

/** Whose answers choose among options. */
export const isChoosing = (type: FieldType): boolean =>
  type === "select" || type === "radio" || type === "group";

/** Answers that are yes or no. */
const isYesOrNo = (type: FieldType): boolean => type === "checkbox" || type === "consent";

/** Another field, with an id that none has. */
export function newField(taken: readonly FormField[]): FormField {
  const numbers = taken.map(({ id }) => Number(/^field-(\d+)$/.exec(id)?.[1] ?? 0));
  return {
    id: `field-${Math.max(0, ...numbers) + 1}`,
    type: "text",
    label: {},
    required: false,
    options: [],
    mapsTo: null,
    showIf: null,
  };
}

/** The field with another type: it keeps what the new type has, too. */
export function withType(field: FormField, type: FieldType): FormField {
  const mapsTo = field.mapsTo ?? (type === "email" ? "email" : null);
  return { ...field, type, mapsTo, options: isChoosing(type) ? field.options : [] };
}

/** One place up or down. What now stands in front of what it depends on is always shown. */
export function movedField(fields: readonly FormField[], at: number, step: 1 | -1): FormField[] {
  const next = [...fields];
  const [field] = next.splice(at, 1);
  if (!field || at + step < 0 || at + step >= fields.length) return [...fields];
  next.splice(at + step, 0, field);
  return inOrder(next);
}

/** As it is sent: without texts that were emptied. */
export function asSent(field: FormField): FormField {
  const label = Object.fromEntries(Object.entries(field.label).filter(([, text]) => text.trim() !== ""));
  return { ...field, label };
}

/** Without conditions on a field that does not stand in front. */
export function inOrder(fields: readonly FormField[]): FormField[] {
  const before = new Set<string>();
  return fields.map((field) => {
    const isKept = field.showIf === null || before.has(field.showIf.fieldId);
    before.add(field.id);
    return isKept ? field : { ...field, showIf: null };
  });
}

type Options = FormField["options"];

/** Options as lines: `value = English | German`; a line without a value has its English text as one. */
export function optionsFrom(text: string, languages: readonly string[]): Options {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [, given, rest = line] = /^(\S+)\s*=\s*(.*)$/.exec(line) ?? [];
      const labels = rest.split("|").map((each) => each.trim());
      const label = Object.fromEntries(
        languages.flatMap((language, at) => (labels[at] ? [[language, labels[at]]] : [])),
      );
      return { value: given ?? labels[0] ?? line, label };
    });
}

export const textOfOptions = (options: Options, languages: readonly string[]): string =>
  options
    .map(({ value, label }) => {
      const labels = languages.map((language) => label[language] ?? "");
      while (labels.length > 1 && labels.at(-1) === "") labels.pop();
      return `${value} = ${labels.join(" | ")}`;
    })
    .join("\n");

/** What another field's answer must be, as it is stored: yes or no for a box. */
export function equalsFrom(field: FormField | undefined, typed: string): string | boolean {
  return field && isYesOrNo(field.type) ? typed === "true" : typed;
}

/** The answers that a condition can name by choice; null: whatever is typed. */
export function answersOf(field: FormField | undefined): readonly string[] | null {
  if (!field) return null;
  if (isYesOrNo(field.type)) return ["true", "false"];
  return isChoosing(field.type) ? field.options.map(({ value }) => value) : null;
}
