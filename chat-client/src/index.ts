export { AgentClient, type AgentClientOptions } from "./agent/agent-client.ts";
export type { AgentState } from "./agent/agent-state.ts";
export type { AgentMessage } from "./agent/conversations.ts";
export type { Api } from "./connection/api.ts";
export type { ConnectionState } from "./connection/connection.ts";
export type { ConversationState, ConversationView } from "./conversation/conversation-view.ts";
export { PARTICIPANT_LIMITS } from "./conversation/participant-limits.ts";
export type { TimelineItem } from "./conversation/timeline.ts";
export { browserPlatform } from "./firebase/browser-platform.ts";
export { ChatError, type ChatErrorType, toChatError } from "./platform/chat-error.ts";
export type { Dispose } from "./platform/disposables.ts";
export type {
  GroupConversations,
  LiveConversation,
  LiveDatabase,
  Participant,
  QueueSummary,
  Visitor,
} from "./platform/live-database.ts";
export { loadPart } from "./platform/load-part.ts";
export type { Clock, KeyValueStore, Network, Platform, Visibility } from "./platform/platform.ts";
export type { Store } from "./platform/store.ts";
export { VisitorChat } from "./visitor/visitor-chat.ts";
export type { VisitorOptions } from "./visitor/visitor-options.ts";
export type { LeftMessage, Opening } from "./visitor/visitor-session.ts";
export {
  absenceOf,
  asksPreChat,
  asksRating,
  maySendFiles,
  ratingOf,
  type VisitorPhase,
  type VisitorState,
} from "./visitor/visitor-state.ts";
