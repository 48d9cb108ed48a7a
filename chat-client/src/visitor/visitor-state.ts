import { agentNames } from "@livechat/chat-ui";
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
  /** The position in the queue from 1, while it is known. */
  queuePosition: number | null;
  agent: { id: string; name: string } | null;
  /** Whether an agent could take a new conversation when it was last asked; null while that is not known. */
  isAvailable: boolean | null;
  /** What may be sent beside text; null while that is not known. */
  files: WidgetConfig["files"] | null;
  timeline: TimelineItem[];
  /** Whether there is more above the timeline's first event: see `loadEarlier`. */
  hasEarlier: boolean;
  agentIsTyping: boolean;
  seenByAgent: number;
  unread: number;
  /** What went wrong last; null once it works again. */
  error: ChatError | null;
}

export const EMPTY_STATE: VisitorState = {
  phase: "idle",
  connection: "online",
  conversationId: null,
  queuePosition: null,
  agent: null,
  isAvailable: null,
  files: null,
  timeline: [],
  hasEarlier: false,
  agentIsTyping: false,
  seenByAgent: 0,
  unread: 0,
  error: null,
};

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
