import { agentNames } from "@livechat/chat-ui/agent-names";
import type { WidgetConfig } from "@livechat/contract";
import type { ConnectionState } from "../connection/connection.ts";
import type { TimelineItem } from "../conversation/timeline.ts";
import type { ChatError } from "../platform/chat-error.ts";
import type { LiveConversation } from "../platform/live-database.ts";

/** `idle`: nothing written yet; `waiting`: for an agent; `active`: an agent has it; `closed`: ended, may be continued. */
export type VisitorPhase = "idle" | "loading" | "waiting" | "active" | "closed";

export interface VisitorState {
  phase: VisitorPhase;
  connection: ConnectionState;
  conversationId: string | null;
  /** The conversation as it is stored; null before it was brought. */
  conversation: LiveConversation | null;
  /** The position in the queue from 1, while it is known. */
  queuePosition: number | null;
  /** How much earlier the first in the queue began to wait, in milliseconds; null while that is not known. */
  queueAheadMs: number | null;
  agent: { id: string; name: string } | null;
  /** The published widget in the visitor's language; null while that is not known. */
  config: WidgetConfig | null;
  /** Whether an agent could take a new conversation when it was last asked; null while that is not known. */
  isAvailable: boolean | null;
  /** What may be sent beside text; null while that is not known. */
  files: WidgetConfig["files"] | null;
  /** Whether this browser has a session: there may be earlier conversations. */
  hasSession: boolean;
  /** Whether the company knows the visitor's e-mail, as far as this browser can tell. */
  isKnown: boolean;
  timeline: TimelineItem[];
  /** Whether there is more above the timeline's first event: see `loadEarlier`. */
  hasEarlier: boolean;
  agentIsTyping: boolean;
  seenByAgent: number;
  unread: number;
  /** What went wrong last; null once it works again. */
  error: ChatError | null;
  /** When what went wrong is tried again by itself, in milliseconds since 1970; null: soon, or not at all. */
  retryAt: number | null;
}

export const EMPTY_STATE: VisitorState = {
  phase: "idle",
  connection: "online",
  conversationId: null,
  conversation: null,
  queuePosition: null,
  queueAheadMs: null,
  agent: null,
  config: null,
  isAvailable: null,
  files: null,
  hasSession: false,
  isKnown: false,
  timeline: [],
  hasEarlier: false,
  agentIsTyping: false,
  seenByAgent: 0,
  unread: 0,
  error: null,
  retryAt: null,
};

/** The state without a conversation: what is known of the widget and the connection stays. */
export function withoutConversation({ connection, config, isAvailable, files }: VisitorState): VisitorState {
  return { ...EMPTY_STATE, connection, config, isAvailable, files };
}

export function phaseOf(conversation: LiveConversation | null): VisitorPhase {
  if (!conversation) return "loading";
  const phases = { pending: "waiting", active: "active", snoozed: "active", closed: "closed" } as const;
  return phases[conversation.status];
}

/** The agent who has the conversation. The name is empty while no event tells it. */
export function agentIn(timeline: readonly TimelineItem[], agentId: string): VisitorState["agent"] {
  return { id: agentId, name: agentNames(timeline).get(agentId) ?? "" };
}

/** Whether the visitor may send files now; false while that is not known. */
export function maySendFiles({ files, timeline }: VisitorState): boolean {
  if (files === null || files.visitors === "off") return false;
  return (
    files.visitors === "on" ||
    timeline.some(({ authorType, type }) => authorType === "agent" && type !== "system")
  );
}

/**
 * Why nobody would answer just now: the hours are over, the queue takes nobody else, nobody is online. null: somebody
 * will, or nothing is known.
 */
export function absenceOf({ config, isAvailable }: VisitorState): "closed" | "full" | "nobody" | null {
  if (!config || isAvailable !== false) return isAvailable === false ? "nobody" : null;
  if (config.hours && !config.hours.isOpen) return "closed";
  if (config.queueFull) return "full";
  return (config.agentsOnline ?? 0) === 0 ? "nobody" : null;
}

/** Whether the widget asks for its form before the conversation that would begin now. */
export function asksPreChat({ phase, config, isKnown }: VisitorState): boolean {
  if (phase !== "idle" || !config?.preChat || config.preChat.fields.length === 0) return false;
  const { when } = config.preChat;
  return when === "always" || (when === "unknownOnly" && !isKnown);
}

/** Whether the visitor is asked how it was: once for each time that the conversation was closed. */
export function asksRating({ phase, config, conversation }: VisitorState): boolean {
  return phase === "closed" && config?.rating?.ask === "onClose" && conversation !== null;
}

/** The visitor's rating since the conversation was last closed. */
export function ratingOf({ conversation }: VisitorState): LiveConversation["rating"] {
  const { rating = null, closedAt = null } = conversation ?? {};
  return rating && closedAt !== null && Date.parse(rating.ratedAt) >= Date.parse(closedAt) ? rating : null;
}
