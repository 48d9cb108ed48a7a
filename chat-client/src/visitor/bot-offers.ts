import type { TimelineItem } from "../conversation/timeline.ts";
import type { VisitorState } from "./visitor-state.ts";

/** One of the answers that a bot offers. */
export interface Option {
  id: string;
  label: string;
}

/** A bot's question that waits for one of its answers. */
export interface OpenChoices {
  /** The event that asks. */
  eventId: string;
  text: string;
  options: readonly Option[];
}

type Told = Pick<VisitorState, "conversation" | "timeline">;

/** Whether a bot has the conversation: as it joined, or as it has written. Bots of before are told by their words alone. */
export function isWithBot({ conversation, timeline }: Told): boolean {
  const owner = conversation?.status === "closed" ? null : conversation?.assignedAgentId;
  if (!owner) return false;
  return timeline.some(
    ({ systemType, authorType, authorId, metadata }) =>
      (authorType === "bot" && authorId === owner) ||
      (systemType === "agent_joined" && metadata.agentId === owner && metadata.isBot === true),
  );
}

const isOption = (one: unknown): one is Option =>
  typeof one === "object" &&
  one !== null &&
  typeof Reflect.get(one, "id") === "string" &&
  typeof Reflect.get(one, "label") === "string";

/** What a bot offers to pick in this event; empty where it offers nothing. */
export function optionsIn({ type, metadata }: Pick<TimelineItem, "type" | "metadata">): readonly Option[] {
  const options: unknown = type === "choices" ? metadata.options : null;
  return Array.isArray(options) ? options.filter(isOption) : [];
}

/** The question that the visitor may answer by a choice: the bot's last, until anything is said to it. */
export function openChoices(state: Told): OpenChoices | null {
  if (!isWithBot(state)) return null;
  const said = state.timeline.filter(({ type }) => type !== "system");
  const last = said.findLast(({ type, authorType }) => type === "choices" || authorType !== "bot");
  const options = last ? optionsIn(last) : [];
  if (!last || last.authorId !== state.conversation?.assignedAgentId || options.length === 0) return null;
  return { eventId: last.id, text: last.text, options };
}
