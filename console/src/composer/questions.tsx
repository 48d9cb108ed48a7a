import { LIMITS } from "@livechat/contract/limits";
import { Modal } from "@mantine/core";
import { Field, Form } from "../parts/form.tsx";
import { useTexts } from "../texts/use-texts.tsx";

interface QuestionsProps {
  questions: readonly string[];
  onDone(answers: Record<string, string>): void;
  onCancel(): void;
}

/** What a canned response asks for before it can be sent. */
export default function Questions({ questions, onDone, onCancel }: QuestionsProps) {
  const t = useTexts();
  const done = async (form: FormData) => {
    onDone(
      Object.fromEntries(questions.map((question) => [question, String(form.get(question) ?? "").trim()])),
    );
  };
  return (
    <Modal
      opened
      onClose={onCancel}
      title={t("canned.asks")}
      closeButtonProps={{ "aria-label": t("actions.close") }}
    >
      <Form onSubmit={done} submit={t("canned.insert")}>
        {questions.map((question) => (
          <Field
            key={question}
            label={question}
            name={question}
            required
            maxLength={LIMITS.MAX_NOTE_LENGTH_CHARS}
          />
        ))}
      </Form>
    </Modal>
  );
}
