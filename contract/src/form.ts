import { z } from "zod";
import { LIMITS } from "./limits.ts";
import { localized } from "./locale.ts";
import { FIELD_TYPES } from "./names.ts";
import { text } from "./primitives.ts";

const fieldId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "must be an id of up to 64 characters");

export const fieldType = z.enum(FIELD_TYPES);
export type FieldType = z.infer<typeof fieldType>;

/** Whose answers choose among the field's options. */
const CHOOSING: readonly FieldType[] = ["select", "radio", "group"];
const label = localized(LIMITS.MAX_LABEL_CHARS);
const METADATA_KEY = /^metadata\.[A-Za-z0-9_-]{1,64}$/;

export const formField = z
  .strictObject({
    id: fieldId,
    type: fieldType,
    label,
    required: z.boolean(),
    /** Of `select`, `radio` and `group`, whose values are ids of groups. */
    options: z.array(z.strictObject({ value: z.string().min(1).max(LIMITS.MAX_ID_CHARS), label })).max(50),
    /** Where the answer goes, beside the form's own event: to the visitor, or to the conversation's metadata. */
    mapsTo: z
      .union([z.enum(["name", "email"]), z.string().regex(METADATA_KEY, "must be metadata.<key>")])
      .nullable(),
    /** Shown, and asked for, only when another field of the form has this value. */
    showIf: z.strictObject({ fieldId, equals: z.union([z.string().max(1_000), z.boolean()]) }).nullable(),
  })
  .refine(({ type, options }) => !CHOOSING.includes(type) || options.length > 0, {
    path: ["options"],
    message: "must not be empty for a field that chooses",
  });
export type FormField = z.infer<typeof formField>;

/** The fields of one form. What one depends on stands in front of it, so that no two wait for each other. */
export const formFields = z
  .array(formField)
  .max(LIMITS.MAX_FORM_FIELDS)
  .superRefine((fields, check) => {
    const before = new Set<string>();
    for (const [index, { id, showIf }] of fields.entries()) {
      if (before.has(id)) check.addIssue({ code: "custom", path: [index, "id"], message: "is given twice" });
      if (showIf && !before.has(showIf.fieldId)) {
        check.addIssue({
          code: "custom",
          path: [index, "showIf", "fieldId"],
          message: "must be a field in front of this one",
        });
      }
      before.add(id);
    }
  });

export const formAnswer = z.strictObject({
  id: fieldId,
  value: z.union([text(LIMITS.MAX_FORM_ANSWER_CHARS), z.boolean()]),
});
export type FormAnswer = z.infer<typeof formAnswer>;

export const formAnswers = z.array(formAnswer).max(LIMITS.MAX_FORM_FIELDS);

/** A field as the page shows it: its texts in one language. */
export const shownField = z
  .object({
    id: z.string(),
    type: fieldType,
    label: z.string(),
    required: z.boolean(),
    options: z.array(z.object({ value: z.string(), label: z.string() })),
    showIf: z.object({ fieldId: z.string(), equals: z.union([z.string(), z.boolean()]) }).nullable(),
  })
  .meta({ id: "FormField" });
export type ShownField = z.infer<typeof shownField>;
