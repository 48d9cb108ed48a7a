import type { Agent, CannedResponse } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { Modal } from "@mantine/core";
import { Field, Form } from "../parts/form.tsx";
import { useTexts } from "../texts/use-texts.tsx";

interface Props {
  id: string;
  found: readonly CannedResponse[];
  at: number;
  onChoose(response: CannedResponse): void;
}

/** The canned responses that fit to what stands after the slash. The keys are the field's. */
export function Suggestions({ id, found, at, onChoose }: Props) {
  const t = useTexts();
  return (
    <div className="suggestions" role="listbox" id={id} aria-label={t("canned.title")} tabIndex={-1}>
      {found.map((response, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's.
        <div
          key={response.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(response)}
        >
          <strong>/{response.shortcut}</strong> {response.title}
          <span className="preview quiet">{response.text}</span>
        </div>
      ))}
    </div>
  );
}

interface ColleaguesProps {
  id: string;
  found: readonly Agent[];
  at: number;
  onChoose(agent: Agent): void;
}

/** The colleagues who fit to what stands after the @. The keys are the field's. */
export function Colleagues({ id, found, at, onChoose }: ColleaguesProps) {
  const t = useTexts();
  return (
    <div className="suggestions" role="listbox" id={id} aria-label={t("mention.label")} tabIndex={-1}>
      {found.map((agent, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's.
        <div
          key={agent.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(agent)}
        >
          <strong>@{agent.name}</strong> <span className="quiet">{t(`status.${agent.status}`)}</span>
        </div>
      ))}
    </div>
  );
}

interface QuestionsProps {
  questions: readonly string[];
  onDone(answers: Record<string, string>): void;
  onCancel(): void;
}

/** What a canned response asks for before it can be sent. */
export function Questions({ questions, onDone, onCancel }: QuestionsProps) {
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
