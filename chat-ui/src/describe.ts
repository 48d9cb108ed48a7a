import type { SystemType } from "@livechat/contract";
import { fill, type SystemTexts } from "./texts/system-texts.ts";

/** Who reads: visitors are told less, and in other words. */
export type Reader = "visitor" | "agent";

/** What is told of an event: the API's, or a line of a timeline. */
export interface SystemEvent {
  systemType: SystemType | null;
  metadata: Readonly<Record<string, unknown>>;
  /** The stored sentence, in English. */
  text: string;
}

/** Names that an event carries. */
interface Names {
  agent: string;
  group: string;
}

function namesIn({ metadata }: SystemEvent): Names {
  const text = (key: string) => (typeof metadata[key] === "string" ? metadata[key] : "");
  return { agent: text("agentName"), group: text("groupName") };
}

function transferred({ agent, group }: Names, texts: SystemTexts): string {
  if (agent) return texts.transferredToAgent;
  return group ? texts.transferredToGroup : texts.transferred;
}

/** The sentence for agents, by the event's type. */
const FOR_AGENTS: Readonly<
  Record<SystemType, (event: SystemEvent, texts: SystemTexts, names: Names) => string>
> = {
  agent_joined: (_event, texts, { agent }) => (agent ? texts.joined : texts.joinedUnnamed),
  thread_closed: (_event, texts, { agent }) => (agent ? texts.takesOver : texts.takesOverUnnamed),
  transferred: (_event, texts, names) => transferred(names, texts),
  conversation_closed: ({ metadata }, texts) =>
    metadata.closedBy === "visitor" ? texts.closedByVisitor : texts.closed,
  conversation_reopened: (_event, texts) => texts.reopened,
  agent_left: (_event, texts) => texts.left,
  answer_deadline_passed: (_event, texts) => texts.unanswered,
  visitor_inactive: (_event, texts) => texts.inactive,
  agent_gone: (_event, texts) => texts.disconnected,
  agent_deleted: (_event, texts) => texts.agentDeleted,
  conversation_snoozed: (_event, texts) => texts.snoozed,
  conversation_woken: (_event, texts) => texts.woken,
  group_deleted: (_event, texts, { group }) => (group ? texts.movedToGroup : texts.moved),
};

function forVisitors(systemType: SystemType, texts: SystemTexts, { agent }: Names): string | null {
  if (systemType === "agent_joined") return agent ? texts.joined : texts.joinedUnnamed;
  if (systemType === "conversation_closed") return texts.ended;
  if (systemType === "visitor_inactive") return texts.inactive;
  return systemType === "transferred" ? texts.passedOn : null;
}

/**
 * The sentence of a system event in the reader's language. Pure; the only place that words system events.
 * @returns null when the reader is not told of it. Of a type that is not known here, agents get the stored sentence.
 */
export function describe(event: SystemEvent, texts: SystemTexts, reader: Reader): string | null {
  const { systemType } = event;
  if (systemType === null) return null;
  const names = namesIn(event);
  if (reader === "visitor") {
    const text = forVisitors(systemType, texts, names);
    return text === null ? null : fill(text, { ...names });
  }
  const text = FOR_AGENTS[systemType]?.(event, texts, names);
  return text === undefined ? event.text : fill(text, { ...names });
}

/** A transfer ends one thread and begins the next, and each says so: who reads is told once. */
export function repeats(event: SystemEvent, before: SystemEvent | undefined): boolean {
  if (event.systemType === null || event.systemType !== before?.systemType) return false;
  return JSON.stringify(event.metadata) === JSON.stringify(before.metadata);
}
