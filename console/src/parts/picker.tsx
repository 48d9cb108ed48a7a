import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTexts } from "../texts/use-texts.tsx";
import "../keys/keys.css";

export interface Option {
  id: string;
  /** What typing is compared with. */
  text: string;
  group?: string;
  before?: ReactNode;
  hint?: ReactNode;
  /** Why it cannot be chosen now. */
  refused?: string;
}

interface Props {
  label: string;
  options: readonly Option[];
  onChoose(option: Option): void;
  /** Told of what is typed, when what is found is not in `options` from the start. */
  onSearch?(text: string): void;
  most?: number;
  /** Nothing is chosen before something was typed or an arrow pressed. */
  startsEmpty?: boolean;
}

const folded = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Those that hold every word typed, whose name begins with it first; and how many more there would be. */
export function matching(
  options: readonly Option[],
  typed: string,
  most: number,
): { shown: Option[]; more: number } {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const first = words[0] ?? "";
  const fitting = options
    .map((option) => ({ option, text: folded(option.text) }))
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .sort((a, b) => Number(b.text.startsWith(first)) - Number(a.text.startsWith(first)));
  const shown = fitting.slice(0, most).map(({ option }) => option);
  return { shown, more: fitting.length - shown.length };
}

/** What fits, group by group, and which of it the keys are at. */
function useFound({ options, most = 50, startsEmpty = false }: Props) {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(startsEmpty ? -1 : 0);
  const { shown: found, more } = matching(options, typed, most);
  const groups = [...new Set(found.map(({ group }) => group))];
  const ordered = groups.flatMap((group) => found.filter((option) => option.group === group));
  const type = (text: string) => {
    setTyped(text);
    setAt(0);
  };
  const move = (step: number) =>
    setAt((Math.min(at, ordered.length - 1) + step + ordered.length) % Math.max(1, ordered.length));
  const chosen = ordered[Math.min(at, ordered.length - 1)];
  return {
    typed,
    type,
    groups,
    ordered,
    more,
    chosen,
    move,
    point: (option: Option) => setAt(ordered.indexOf(option)),
  };
}

interface OptionsProps {
  listId: string;
  label: string;
  found: ReturnType<typeof useFound>;
  onChoose(option: Option): void;
}

function Options({ listId, label, found, onChoose }: OptionsProps) {
  const t = useTexts();
  const { groups, ordered, chosen, point } = found;
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another option was chosen, by whatever key.
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosen?.id]);
  return (
    <div className="palette-results" role="listbox" id={listId} aria-label={label} ref={list} tabIndex={-1}>
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: options of a list stand in a group, not in a fieldset.
        <div key={group ?? ""} role="group" aria-label={group ?? label}>
          {group && (
            <p className="group-name" aria-hidden="true">
              {group}
            </p>
          )}
          {ordered
            .filter((option) => option.group === group)
            .map((option) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's.
              <div
                key={option.id}
                id={`${listId}-${option.id}`}
                role="option"
                tabIndex={-1}
                aria-selected={option === chosen}
                aria-disabled={option.refused !== undefined}
                onClick={() => !option.refused && onChoose(option)}
                onPointerMove={() => point(option)}
              >
                {option.before}
                <span>{option.text}</span>
                <span className="hint">{option.refused ?? option.hint}</span>
              </div>
            ))}
        </div>
      ))}
      {ordered.length === 0 && <p className="empty">{t("picker.nothing")}</p>}
    </div>
  );
}

/** What is not shown can be found by typing: nobody is to think that it is not there. */
function More({ more }: { more: number }) {
  const t = useTexts();
  return (
    <p className="picker-more" role="status">
      {more > 0 && t.count("picker.more", more)}
    </p>
  );
}

/** A field and what fits to it: arrows move, Enter chooses. */
export function Picker(props: Props) {
  const { label, onChoose, onSearch } = props;
  const listId = useId();
  const found = useFound(props);
  const { typed, type, chosen, move } = found;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      move(step);
    }
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (chosen && !chosen.refused) onChoose(chosen);
  };
  return (
    <>
      <input
        className="field"
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={chosen ? `${listId}-${chosen.id}` : undefined}
        placeholder={label}
        value={typed}
        data-autofocus
        // biome-ignore lint/a11y/noAutofocus: the picker was opened to type into it.
        autoFocus
        onChange={(event) => {
          type(event.currentTarget.value);
          onSearch?.(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      <Options listId={listId} label={label} found={found} onChoose={onChoose} />
      <More more={found.more} />
    </>
  );
}
