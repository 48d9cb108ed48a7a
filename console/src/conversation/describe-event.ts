import type { TimelineItem } from "@livechat/chat-client";
import type { SystemType } from "@livechat/contract";
import type { TextKey, Texts } from "../texts/texts.ts";

const DESCRIPTIONS: Partial<
  Record<SystemType, { key: TextKey; needs?: "agentName" | "groupName" | "name" }>
> = {
  agent_joined: { key: "event.joined", needs: "agentName" },
  conversation_closed: { key: "event.closed" },
  conversation_reopened: { key: "event.reopened" },
  agent_left: { key: "event.left", needs: "agentName" },
  answer_deadline_passed: { key: "event.answerDeadlinePassed" },
  visitor_inactive: { key: "event.visitorInactive" },
  agent_gone: { key: "event.agentGone" },
  agent_deleted: { key: "event.agentDeleted" },
  group_deleted: { key: "event.groupDeleted" },
};

/** The name that an event speaks of: its data, else the agent that it names. */
function nameIn(
  { metadata, authorId }: TimelineItem,
  agentName: (id: string | null) => string | null,
): string | null {
  const { agentName: agent, groupName, agentId } = metadata as Record<string, unknown>;
  if (typeof agent === "string") return agent;
  if (typeof groupName === "string") return groupName;
  return agentName(typeof agentId === "string" ? agentId : authorId);
}

/** What the system did, in the reader's language; events stored without the data for it keep their English sentence. */
export function describeEvent(
  item: TimelineItem,
  t: Texts,
  agentName: (id: string | null) => string | null,
): string {
  const { systemType, text } = item;
  const name = nameIn(item, agentName);
  if (systemType === "transferred" && name !== null) return t("event.transferred", { name });
  if (systemType === "thread_closed" && name !== null) return t("event.takesOver", { name });
  const description = systemType ? DESCRIPTIONS[systemType] : undefined;
  if (!description || (description.needs && name === null)) return text;
  return t(description.key, { name: name ?? "" });
}
