import { useAgentName, useGroupName } from "../client/context.tsx";
import { useTags } from "../client/tags.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { type InboxFilter, NOBODY } from "./filter.ts";

/** The filter in words. */
function useWords({ owner, group, tag, priority, channel, unreplied }: InboxFilter): string[] {
  const t = useTexts();
  const agentName = useAgentName();
  const groupName = useGroupName();
  const tags = useTags();
  const words: string[] = [];
  const add = (label: string, name: string) => words.push(`${label}: ${name}`);
  if (owner) {
    const name = owner === NOBODY ? t("views.assignee.none") : agentName(owner);
    add(t("views.assignee"), name ?? t("filter.gone"));
  }
  if (group) add(t("views.group"), groupName(group) ?? t("filter.gone"));
  if (tag) add(t("filter.tag"), tags.find(({ id }) => id === tag)?.name ?? t("filter.gone"));
  if (priority) add(t("views.priority"), t(`priority.${priority}`));
  if (channel) add(t("views.channel"), t(`views.channel.${channel}`));
  if (unreplied) words.push(t("views.unreplied"));
  return words;
}

/** What the list leaves out, and the way to have all of it. */
export function FilterLine({ filter, onClear }: { filter: InboxFilter; onClear(): void }) {
  const t = useTexts();
  const words = useWords(filter);
  if (words.length === 0) return null;
  return (
    <p className="filter-line">
      <span>{words.join(" · ")}</span>
      <button type="button" className="button" onClick={onClear}>
        {t("filter.clear")}
      </button>
    </p>
  );
}
