import { Modal } from "@mantine/core";
import { useLocation } from "wouter";
import { useActions } from "../actions/use-actions.tsx";
import { listOf } from "../inbox/filter.ts";
import { Icon } from "../look/icon.tsx";
import { entered, Field, Form } from "../parts/form.tsx";
import { Picker } from "../parts/picker.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { snoozeTimes } from "./snooze.ts";

interface Props {
  conversationId: string;
  name: string;
  backTo: string;
  onDone(): void;
}

/** Puts the chat aside until a time; the visitor's next word brings it back before. */
export function SnoozeDialog({ conversationId, name, backTo, onDone }: Props) {
  const t = useTexts();
  const actions = useActions();
  const [, go] = useLocation();
  const times = snoozeTimes(new Date());
  const snooze = (until: Date) => {
    actions.snooze(conversationId, until.toISOString(), { name, back: backTo });
    onDone();
    go(listOf(backTo));
  };
  const options = times.map(({ label, until }) => ({
    id: label,
    text: t(label),
    before: <Icon name="snooze" />,
    hint: t.dateTime(until.toISOString()),
  }));
  return (
    <Modal
      opened
      onClose={onDone}
      title={t("snooze.title")}
      closeButtonProps={{ "aria-label": t("actions.close") }}
    >
      <Picker
        label={t("snooze.until")}
        options={options}
        onChoose={({ id }) => {
          const chosen = times.find(({ label }) => label === id);
          if (chosen) snooze(chosen.until);
        }}
      />
      <Form submit={t("snooze.do")} onSubmit={async (form) => snooze(new Date(entered(form, "until")))}>
        <Field label={t("snooze.other")} name="until" type="datetime-local" required />
      </Form>
    </Modal>
  );
}
