import type { CreateWebhook, Webhook } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { OCCURRENCE_TYPES } from "@livechat/contract/names";
import { useState } from "react";
import { useCall } from "../client/call.ts";
import { useAgentState } from "../client/context.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Area, Check, entered, Field, Form } from "../parts/form.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { isCovered, toggled } from "./webhook-types.ts";

const SUBJECTS = [...new Set(OCCURRENCE_TYPES.map((type) => type.split(".")[0] as string))];
const AUTHORS = ["visitor", "agent", "bot"] as const;

/** Which kinds of what happens are told: all, all of a subject, or one by one. */
function TypeFields({ chosen, onChange }: { chosen: readonly string[]; onChange(next: string[]): void }) {
  const t = useTexts();
  const patterns = ["*", ...SUBJECTS.flatMap((subject) => [`${subject}.*`, ...typesOf(subject)])];
  return (
    <fieldset className="form-set types">
      <legend>{t("webhook.types")}</legend>
      {patterns.map((pattern) => (
        <label key={pattern} className={`form-check ${pattern.endsWith("*") ? "whole" : "part"}`}>
          <input
            type="checkbox"
            checked={isCovered(chosen, pattern)}
            disabled={isCovered(chosen, pattern) && !chosen.includes(pattern)}
            onChange={() => onChange(toggled(chosen, pattern))}
          />
          {pattern === "*" ? <span>{t("webhook.everything")}</span> : <code>{pattern}</code>}
        </label>
      ))}
    </fieldset>
  );
}

const typesOf = (subject: string) => OCCURRENCE_TYPES.filter((type) => type.startsWith(`${subject}.`));

function FilterFields({ webhook }: { webhook: Webhook | null }) {
  const t = useTexts();
  const groups = useAgentState((state) => state.groups);
  return (
    <fieldset className="form-set">
      <legend>{t("webhook.filter")}</legend>
      <p className="form-hint">{t("webhook.filterHint")}</p>
      {groups.map(({ id, name }) => (
        <Check
          key={id}
          name="group"
          value={id}
          label={name}
          checked={webhook?.filter.groupIds.includes(id) ?? false}
        />
      ))}
      <hr />
      {AUTHORS.map((author) => (
        <Check
          key={author}
          name="author"
          value={author}
          label={t(`webhook.author.${author}`)}
          checked={webhook?.filter.authorTypes.includes(author) ?? false}
        />
      ))}
      <hr />
      <Check name="includeNotes" label={t("webhook.notes")} checked={webhook?.filter.includeNotes ?? false} />
    </fieldset>
  );
}

interface Props {
  /** null: a new one. */
  webhook: Webhook | null;
  onSaved(secret: string | null): void;
  onDone(): void;
}

/** Where to, and what is told there. */
export function WebhookDialog({ webhook, onSaved, onDone }: Props) {
  const t = useTexts();
  const call = useCall();
  const [types, setTypes] = useState<readonly string[]>(webhook?.eventTypes ?? []);
  const save = async (form: FormData) => {
    if (types.length === 0) throw new Error(t("webhook.noType"));
    const body = {
      url: entered(form, "url"),
      description: entered(form, "description"),
      eventTypes: types as CreateWebhook["eventTypes"],
      filter: {
        groupIds: form.getAll("group").map(String),
        authorTypes: AUTHORS.filter((author) => form.getAll("author").includes(author)),
        includeNotes: form.get("includeNotes") !== null,
      },
    };
    if (webhook) {
      await call("updateWebhook", { params: { id: webhook.id }, body });
      return onSaved(null);
    }
    onSaved((await call("createWebhook", { body })).secret);
  };
  return (
    <Dialog title={webhook?.url ?? t("webhook.add")} onDone={onDone}>
      <Form onSubmit={save} submit={t("actions.save")}>
        <Field
          label={t("webhook.url")}
          name="url"
          type="url"
          value={webhook?.url}
          required
          maxLength={LIMITS.MAX_URL_CHARS}
          hint={t("webhook.urlHint")}
        />
        <Area
          label={t("webhook.description")}
          name="description"
          rows={2}
          value={webhook?.description ?? ""}
          maxLength={LIMITS.MAX_DESCRIPTION_CHARS}
        />
        <TypeFields chosen={types} onChange={setTypes} />
        <FilterFields webhook={webhook} />
      </Form>
    </Dialog>
  );
}
