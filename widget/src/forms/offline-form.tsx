import { absenceOf } from "@livechat/chat-client";
import type { ShownField } from "@livechat/contract";
import { recall, remember } from "../session-memory.ts";
import type { Texts } from "../texts/index.ts";
import type { View } from "../view.ts";
import { CONSENT, consentField } from "./consent-field.ts";
import type { Value } from "./field.tsx";
import { Form } from "./form.tsx";

interface Props {
  view: View;
  /** When somebody is back; null: that is not known. */
  back: string | null;
}

const NAME = "livechat-name";
const EMAIL = "livechat-email";
const MESSAGE = "livechat-message";

const plain = { options: [], showIf: null };

/** The widget's own fields, with a way to be reached in front and the message behind. */
function fieldsFor(own: readonly ShownField[], texts: Texts): ShownField[] {
  const hasEmail = own.some(({ type, required }) => type === "email" && required);
  const name: ShownField = { id: NAME, type: "text", label: texts.name, required: false, ...plain };
  const email: ShownField = { id: EMAIL, type: "email", label: texts.email, required: true, ...plain };
  const message: ShownField = {
    id: MESSAGE,
    type: "textarea",
    label: texts.message,
    required: true,
    ...plain,
  };
  return [...(own.length === 0 ? [name] : []), ...(hasEmail ? [] : [email]), ...own, message];
}

const textOf = (value: Value | undefined): string => (typeof value === "string" ? value.trim() : "");

/** What the visitor has written already: what was refused, or else the draft. */
function writtenIn({ state }: View): string {
  const refused = state.timeline.filter((item) => item.state === "failed").map(({ text }) => text);
  return refused.length > 0 ? refused.join("\n") : (recall("draft") ?? "");
}

/** A message for when somebody is there, with an address to answer to. */
export function OfflineForm({ view, back }: Props) {
  const { chat, state, texts } = view;
  const { config } = state;
  if (!config) return null;
  const isFull = absenceOf(state) === "full";
  const own = config.offline.fields;
  const fields = [...fieldsFor(own, texts), ...consentField(config, own, texts)];
  const emailId = own.find(({ type, required }) => type === "email" && required)?.id ?? EMAIL;
  return (
    <Form
      view={view}
      fields={fields}
      initial={{ [MESSAGE]: writtenIn(view) }}
      submit={texts.leaveMessage}
      onChange={(id, value) => id === MESSAGE && remember("draft", textOf(value))}
      onSubmit={async (answers) => {
        const ownIds = own.map(({ id }) => id);
        const given = [...answers].filter(([id]) => ownIds.includes(id));
        const name = textOf(answers.get(NAME));
        await chat.leaveMessage({
          email: textOf(answers.get(emailId)),
          message: textOf(answers.get(MESSAGE)),
          ...(name && { name }),
          ...(given.length > 0 && { fields: given.map(([id, value]) => ({ id, value })) }),
          ...(answers.has(CONSENT) && { consent: { version: config.consent.version } }),
        });
        remember("draft", null);
      }}
    >
      <h3 dir="auto">{isFull ? texts.fullTitle : texts.offlineTitle}</h3>
      <p class="lead" dir="auto">
        {isFull ? texts.fullText : texts.offlineText}
      </p>
      {back && <p class="lead">{back}</p>}
    </Form>
  );
}
