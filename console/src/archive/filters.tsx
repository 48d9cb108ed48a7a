import type { ConversationStatus } from "@livechat/contract";
import { useAgentState } from "../client/context.tsx";
import { useTags } from "../client/tags.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { FILTERS, type Filter, HAS, RATED } from "./filter.ts";

const STATUSES: readonly ConversationStatus[] = ["pending", "active", "snoozed", "closed"];

type Chosen = Exclude<keyof Filter, "q">;

interface SelectProps {
  name: Chosen;
  filter: Filter;
  options: readonly { id: string; name: string }[];
  onChange(name: Chosen, value: string): void;
}

function Select({ name, filter, options, onChange }: SelectProps) {
  const t = useTexts();
  return (
    <label>
      <span>{t(`archive.${name}`)}</span>
      <select
        className="field"
        value={filter[name] ?? ""}
        onChange={(event) => onChange(name, event.currentTarget.value)}
      >
        <option value="">{t("archive.any")}</option>
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What is chosen rather than typed: a field for each part of the filter. */
export function Filters({ filter, change }: { filter: Filter; change(filter: Filter): void }) {
  const t = useTexts();
  const agents = useAgentState((state) => state.agents);
  const groups = useAgentState((state) => state.groups);
  const tags = useTags();
  const set = (name: keyof Filter, value: string) => {
    const { [name]: _former, ...others } = filter;
    change(value === "" ? others : { ...others, [name]: value });
  };
  const statuses = STATUSES.map((id) => ({ id, name: t(`conversation.status.${id}`) }));
  const ratings = RATED.map((id) => ({ id, name: t(`archive.rated.${id}`) }));
  const sent = HAS.map((id) => ({ id, name: t(`archive.has.${id}`) }));
  const rest = { filter, onChange: set };
  return (
    <form className="filters" aria-label={t("archive.filters")} onSubmit={(event) => event.preventDefault()}>
      <Select name="status" options={statuses} {...rest} />
      <Select name="group" options={groups} {...rest} />
      <Select name="agent" options={agents} {...rest} />
      <Select name="tag" options={tags} {...rest} />
      <Select name="rated" options={ratings} {...rest} />
      <Select name="has" options={sent} {...rest} />
      {(["from", "to"] as const).map((name) => (
        <label key={name}>
          <span>{t(`archive.${name}`)}</span>
          <input
            className="field"
            type="date"
            value={filter[name] ?? ""}
            onChange={(event) => set(name, event.currentTarget.value)}
          />
        </label>
      ))}
      {FILTERS.some((name) => filter[name]) && (
        <button type="button" className="button" onClick={() => change({})}>
          {t("archive.clear")}
        </button>
      )}
    </form>
  );
}
