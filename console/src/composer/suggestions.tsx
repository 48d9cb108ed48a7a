import type { Agent, CannedResponse } from "@livechat/contract";
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
