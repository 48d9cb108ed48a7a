import type { ShownField } from "@livechat/contract";
import type { View } from "../view.ts";
import { CONSENT, consentField } from "./consent-field.ts";
import { Form } from "./form.tsx";

/** What the widget asks before a conversation. */
export function PreChat({ view }: { view: View }) {
  const { chat, state, texts } = view;
  const { config } = state;
  if (!config) return null;
  const fields: ShownField[] = [
    ...config.preChat.fields,
    ...consentField(config, config.preChat.fields, texts),
  ];
  return (
    <Form
      view={view}
      fields={fields}
      submit={texts.startChat}
      onSubmit={async (answers) => {
        const given = [...answers].filter(([id]) => id !== CONSENT);
        await chat.startWith({
          form: {
            formId: "preChat",
            version: config.version,
            fields: given.map(([id, value]) => ({ id, value })),
          },
          ...(answers.has(CONSENT) && { consent: { version: config.consent.version } }),
        });
      }}
    >
      <p class="lead" dir="auto">
        {texts.welcome}
      </p>
    </Form>
  );
}
