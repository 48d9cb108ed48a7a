import type { FieldType, FormField } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { FIELD_TYPES } from "@livechat/contract/names";
import { useState } from "react";
import { Area, Check, Choice, Field } from "../parts/form.tsx";
import { LANGUAGES } from "../texts/texts.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { answersOf, equalsFrom, isChoosing, optionsFrom, textOfOptions, withType } from "./fields.ts";

const GOES_TO = ["nowhere", "name", "email", "metadata"] as const;
const METADATA = "metadata.";

interface Props {
  field: FormField;
  /** Those in front of it: what it may depend on. */
  before: readonly FormField[];
  /** null: it is taken away. */
  onChange(field: FormField | null): void;
  onMove(step: 1 | -1): void;
}

type PartProps = Pick<Props, "field"> & { onChange(field: FormField): void };

/** Where the answer goes, beside the chat itself. */
function GoesTo({ field, onChange }: PartProps) {
  const t = useTexts();
  const { mapsTo, id } = field;
  const isMetadata = mapsTo?.startsWith(METADATA) ?? false;
  const value = isMetadata ? "metadata" : ((mapsTo ?? "nowhere") as (typeof GOES_TO)[number]);
  const set = (next: (typeof GOES_TO)[number]) => {
    const chosen = { nowhere: null, name: "name", email: "email", metadata: `${METADATA}${id}` } as const;
    onChange({ ...field, mapsTo: chosen[next] });
  };
  return (
    <>
      <Choice
        label={t("form.goesTo")}
        name={`to-${id}`}
        value={value}
        options={GOES_TO.map((each) => ({ value: each, label: t(`form.goesTo.${each}`) }))}
        onChange={set}
      />
      {isMetadata && (
        <Field
          label={t("form.attribute")}
          name={`attribute-${id}`}
          value={mapsTo?.slice(METADATA.length)}
          required
          onChange={(key) => onChange({ ...field, mapsTo: `${METADATA}${key.trim()}` })}
        />
      )}
    </>
  );
}

/** Shown only after an answer to one of the fields in front. */
function ShownIf({ field, before, onChange }: PartProps & Pick<Props, "before">) {
  const t = useTexts();
  const { showIf, id } = field;
  if (before.length === 0) return null;
  const asked = before.find((one) => one.id === showIf?.fieldId);
  const answers = answersOf(asked);
  const nameOf = (one: FormField) => one.label[t.language] ?? one.id;
  const depend = (fieldId: string) => {
    const next = before.find((one) => one.id === fieldId);
    const first = answersOf(next)?.[0] ?? "";
    onChange({ ...field, showIf: next ? { fieldId, equals: equalsFrom(next, first) } : null });
  };
  const answer = (typed: string) =>
    showIf && onChange({ ...field, showIf: { ...showIf, equals: equalsFrom(asked, typed) } });
  const equals = String(showIf?.equals ?? "");
  return (
    <>
      <Choice
        key={before.map((one) => one.id).join()}
        label={t("form.showIf")}
        name={`if-${id}`}
        value={showIf?.fieldId ?? ""}
        options={[
          { value: "", label: t("form.showIf.always") },
          ...before.map((one) => ({ value: one.id, label: nameOf(one) })),
        ]}
        onChange={depend}
      />
      {showIf && answers && (
        <Choice
          key={showIf.fieldId}
          label={t("form.equals")}
          name={`equals-${id}`}
          value={equals}
          options={answers.map((value) => ({
            value,
            label: value === "true" ? t("form.yes") : value === "false" ? t("form.no") : value,
          }))}
          onChange={answer}
        />
      )}
      {showIf && !answers && (
        <Field label={t("form.equals")} name={`equals-${id}`} value={equals} required onChange={answer} />
      )}
    </>
  );
}

function Options({ field, onChange }: PartProps) {
  const t = useTexts();
  return (
    <Area
      label={t("form.options")}
      name={`options-${field.id}`}
      value={textOfOptions(field.options, LANGUAGES)}
      required
      hint={t(field.type === "group" ? "form.optionsOfGroups" : "form.optionsHint")}
      onChange={(text) => onChange({ ...field, options: optionsFrom(text, LANGUAGES) })}
    />
  );
}

function Facts({ field, before, onChange }: Omit<Props, "onMove" | "onChange"> & PartProps) {
  const t = useTexts();
  return (
    <>
      {LANGUAGES.map((language) => (
        <Field
          key={language}
          label={`${t("form.label")} (${t(`me.language.${language}`)})`}
          name={`label-${field.id}-${language}`}
          value={field.label[language]}
          required={language === "en"}
          maxLength={LIMITS.MAX_LABEL_CHARS}
          onChange={(text) => onChange({ ...field, label: { ...field.label, [language]: text } })}
        />
      ))}
      <Choice<FieldType>
        label={t("form.type")}
        name={`type-${field.id}`}
        value={field.type}
        options={FIELD_TYPES.map((value) => ({ value, label: t(`form.type.${value}`) }))}
        onChange={(type) => onChange(withType(field, type))}
      />
      {isChoosing(field.type) && <Options field={field} onChange={onChange} />}
      <Check
        name={`required-${field.id}`}
        label={t("form.required")}
        checked={field.required}
        onChange={(required) => onChange({ ...field, required })}
      />
      <GoesTo key={field.type} field={field} onChange={onChange} />
      <ShownIf field={field} before={before} onChange={onChange} />
    </>
  );
}

/** One field of a form. */
export function FieldEditor({ field, before, onChange, onMove }: Props) {
  const t = useTexts();
  // A new one is opened: it has to be filled in.
  const [isNew] = useState(Object.keys(field.label).length === 0);
  const name = field.label[t.language] ?? field.label.en ?? t("form.new");
  const moves = [
    ["form.up", -1],
    ["form.down", 1],
  ] as const;
  return (
    <details className="field-editor" open={isNew}>
      <summary>
        <bdi>{name}</bdi> <span className="quiet">{t(`form.type.${field.type}`)}</span>
      </summary>
      <div className="form">
        <Facts field={field} before={before} onChange={onChange} />
        <p className="form-buttons">
          {moves.map(([label, step]) => (
            <button
              key={label}
              type="button"
              className="button"
              aria-label={`${t(label)}: ${name}`}
              onClick={() => onMove(step)}
            >
              {t(label)}
            </button>
          ))}
          <button
            type="button"
            className="button danger"
            aria-label={t("tag.deleteThis", { name })}
            onClick={() => onChange(null)}
          >
            {t("group.delete")}
          </button>
        </p>
      </div>
    </details>
  );
}
