import type { FormField, UpdateWidget, Widget } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { useState } from "react";
import { say } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { Form } from "../parts/form.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { FieldEditor } from "./field-editor.tsx";
import { asSent, inOrder, movedField, newField } from "./fields.ts";

const KNOWN = ["name", "email"] as const;
const LABELS = { name: { en: "Name", de: "Name" }, email: { en: "E-mail", de: "E-Mail" } };

/** What most forms ask for, ready to be used. */
const contactField = (name: (typeof KNOWN)[number]): FormField => ({
  id: name,
  type: name === "email" ? "email" : "text",
  label: LABELS[name],
  required: true,
  options: [],
  mapsTo: name,
  showIf: null,
});

type FormName = "preChat" | "offline";

interface FieldsProps {
  name: FormName;
  fields: readonly FormField[];
  onChange(fields: FormField[]): void;
}

function Fields({ name, fields, onChange }: FieldsProps) {
  const t = useTexts();
  const isFull = fields.length >= LIMITS.MAX_FORM_FIELDS;
  const change = (at: number) => (next: FormField | null) =>
    onChange(inOrder(fields.flatMap((field, place) => (place === at ? (next ?? []) : field))));
  const offered = name === "offline" ? (["name"] as const) : KNOWN;
  const missing = offered.filter(
    (known) => !fields.some(({ id, mapsTo }) => mapsTo === known || id === known),
  );
  return (
    <fieldset className="form-set">
      <legend>{t(`form.${name}`)}</legend>
      <p className="form-hint">{t(`form.hint.${name}`)}</p>
      {fields.map((field, at) => (
        <FieldEditor
          key={field.id}
          field={field}
          before={fields.slice(0, at)}
          onChange={change(at)}
          onMove={(step) => onChange(movedField(fields, at, step))}
        />
      ))}
      <p className="form-buttons">
        {!isFull && (
          <button
            type="button"
            className="button"
            onClick={() => onChange([...fields, newField(fields)])}
            aria-label={t("form.addTo", { form: t(`form.${name}`) })}
          >
            {t("form.add")}
          </button>
        )}
        {!isFull &&
          missing.map((known) => (
            <button
              key={known}
              type="button"
              className="button"
              onClick={() => onChange([contactField(known), ...fields])}
              aria-label={`${t(`form.add.${known}`)} (${t(`form.${name}`)})`}
            >
              {t(`form.add.${known}`)}
            </button>
          ))}
      </p>
    </fieldset>
  );
}

/** What visitors are asked before a chat, and while nobody is there: a part of the widget's draft. */
export function FormsForm({ widget, onSaved }: { widget: Widget; onSaved(): Promise<void> }) {
  const t = useTexts();
  const call = useCall();
  const [preChat, setPreChat] = useState<readonly FormField[]>(widget.preChat.fields);
  const [offline, setOffline] = useState<readonly FormField[]>(widget.offline.fields);
  const save = async () => {
    const body: UpdateWidget = {
      preChat: { fields: preChat.map(asSent) },
      offline: { fields: offline.map(asSent) },
    };
    await call("updateWidget", { params: { id: widget.id }, body });
    await onSaved();
    say(t("widget.saved"));
  };
  return (
    <section className="panel" aria-label={t("form.title")}>
      <h2>{t("form.title")}</h2>
      <Form onSubmit={save} submit={t("form.save")}>
        <Fields name="preChat" fields={preChat} onChange={setPreChat} />
        <Fields name="offline" fields={offline} onChange={setOffline} />
      </Form>
    </section>
  );
}
