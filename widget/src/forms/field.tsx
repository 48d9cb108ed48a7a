import type { FormAnswer, ShownField } from "@livechat/contract";
import type { Texts } from "../texts/index.ts";

export type Value = FormAnswer["value"];

interface Props {
  field: ShownField;
  /** In front of the ids of what is drawn. */
  prefix: string;
  value: Value;
  /** What is wrong with it; null: nothing. */
  problem: string | null;
  texts: Texts;
  onChange(value: Value): void;
}

const INPUTS: Readonly<Partial<Record<ShownField["type"], { type: string; autoComplete: string }>>> = {
  text: { type: "text", autoComplete: "on" },
  email: { type: "email", autoComplete: "email" },
  phone: { type: "tel", autoComplete: "tel" },
};

interface Described {
  id: string;
  "aria-invalid": boolean;
  "aria-describedby": string;
  "aria-required": boolean;
}

function Label({ field, texts }: Pick<Props, "field" | "texts">) {
  return (
    <>
      <span dir="auto">{field.label}</span>
      {!field.required && <small> ({texts.optional})</small>}
    </>
  );
}

function Problem({ id, problem }: { id: string; problem: string | null }) {
  return (
    <span id={id} class="problem" role="alert">
      {problem}
    </span>
  );
}

function Tick({ field, value, onChange, described, texts }: Props & { described: Described }) {
  return (
    <label class="tick">
      <input
        {...described}
        type="checkbox"
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        <Label field={field} texts={texts} />
      </span>
    </label>
  );
}

function Radios({ field, value, onChange, described, texts }: Props & { described: Described }) {
  const { id, ...rest } = described;
  return (
    <div {...rest} id={id} role="radiogroup" aria-labelledby={`${id}-label`} class="radios">
      <span id={`${id}-label`} class="legend">
        <Label field={field} texts={texts} />
      </span>
      {field.options.map((option) => (
        <label key={option.value} class="tick">
          <input
            type="radio"
            name={id}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          <span dir="auto">{option.label}</span>
        </label>
      ))}
    </div>
  );
}

function Control({ field, value, onChange, described, texts }: Props & { described: Described }) {
  const text = typeof value === "string" ? value : "";
  if (field.type === "textarea") {
    return (
      <textarea
        {...described}
        rows={3}
        dir="auto"
        value={text}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  if (field.type === "select" || field.type === "group") {
    return (
      <select {...described} value={text} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{texts.choose}</option>
        {field.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  const isCode = field.type === "email" || field.type === "phone";
  return (
    <input
      {...described}
      {...INPUTS[field.type]}
      dir={isCode ? "ltr" : "auto"}
      value={text}
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** One field of a form, of whatever type, with its label and what is wrong with it. */
export function Field(props: Props) {
  const { field, prefix, problem, texts } = props;
  const id = `${prefix}-${field.id}`;
  const described: Described = {
    id,
    "aria-invalid": problem !== null,
    "aria-describedby": `${id}-problem`,
    "aria-required": field.required,
  };
  const isTick = field.type === "checkbox" || field.type === "consent";
  const hasOwnLabel = isTick || field.type === "radio";
  return (
    <div class="field">
      {!hasOwnLabel && (
        <label for={id}>
          <Label field={field} texts={texts} />
        </label>
      )}
      {isTick && <Tick {...props} described={described} />}
      {field.type === "radio" && <Radios {...props} described={described} />}
      {!hasOwnLabel && <Control {...props} described={described} />}
      <Problem id={`${id}-problem`} problem={problem} />
    </div>
  );
}
