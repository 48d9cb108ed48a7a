import type { Agent, Group } from "@livechat/contract";
import type { ConnectionState } from "../connection/connection.ts";
import type { ChatError } from "../platform/chat-error.ts";
import type { LiveConversation } from "../platform/live-database.ts";
import type { Waiting } from "./group-queues.ts";
import type { ListedLookers, Lookers } from "./looking.ts";

/** What an agent's inbox brings. */
export interface Inbox {
  me: Agent | null;
  agents: Agent[];
  groups: Group[];
  /** Own active conversations, newest activity first. */
  mine: LiveConversation[];
  /** Who waits, by the id of each group that this agent sees, the longest-waiting first. */
  waiting: Waiting;
}

export interface AgentState extends Inbox {
  phase: "signedOut" | "signingIn" | "ready";
  connection: ConnectionState;
  /** Who else has the conversation open that is open here. */
  lookers: Lookers;
  /** Who else has a conversation open that is listed here. */
  listedLookers: ListedLookers;
  /** What went wrong last; null once it works again or was dismissed. */
  error: ChatError | null;
}

export const EMPTY_STATE: AgentState = {
  phase: "signedOut",
  connection: "online",
  me: null,
  agents: [],
  groups: [],
  mine: [],
  waiting: {},
  lookers: [],
  listedLookers: {},
  error: null,
};
