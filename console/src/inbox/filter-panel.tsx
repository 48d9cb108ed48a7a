import { Popover } from "@mantine/core";
import { useAgentState } from "../client/context.tsx";
import { useTags } from "../client/tags.ts";
import type { Opened } from "../parts/opener.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { CHANNELS, type InboxFilter, NOBODY, PRIORITIES } from "./filter.ts";

interface Props extends Opened {
  filter: InboxFilter;
  onFilter(filter: InboxFilter): void;
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  options: readonly { id: string; name: string }[];
  onChange(value: string): void;
}

function Choice({ label, value = "", options, onChange }: ChoiceProps) {
  const t = useTexts();
  return (
    <label>
      <span>{label}</span>
      <select className="field" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{t("views.any")}</option>
        {options.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What of the view is shown. Each choice is a place of its own: the browser's way back undoes it. */
export default function FilterPanel({ isOpen, onChange, target, filter, onFilter }: Props) {
  const t = useTexts();
  const agents = useAgentState((state) => state.agents);
  const groups = useAgentState((state) => state.groups);
  const tags = useTags();
  const set = (name: keyof InboxFilter) => (value: string | true) => {
    const { [name]: _former, ...others } = filter;
    onFilter(value === "" ? others : { ...others, [name]: value });
  };
  const owners = [{ id: NOBODY, name: t("views.assignee.none") }, ...agents];
  const priorities = PRIORITIES.map((id) => ({ id, name: t(`priority.${id}`) }));
  const channels = CHANNELS.map((id) => ({ id, name: t(`views.channel.${id}`) }));
  return (
    <Popover opened={isOpen} onChange={onChange} position="bottom-start" trapFocus width={280}>
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown aria-label={t("filter.title")}>
        <form className="filter-form" onSubmit={(event) => event.preventDefault()}>
          <Choice label={t("views.assignee")} value={filter.owner} options={owners} onChange={set("owner")} />
          <Choice label={t("views.group")} value={filter.group} options={groups} onChange={set("group")} />
          <Choice label={t("filter.tag")} value={filter.tag} options={tags} onChange={set("tag")} />
          <Choice
            label={t("views.priority")}
            value={filter.priority}
            options={priorities}
            onChange={set("priority")}
          />
          <Choice
            label={t("views.channel")}
            value={filter.channel}
            options={channels}
            onChange={set("channel")}
          />
          <label className="check">
            <input
              type="checkbox"
              checked={filter.unreplied === true}
              onChange={(event) => set("unreplied")(event.currentTarget.checked || "")}
            />
            {t("views.unreplied")}
          </label>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
