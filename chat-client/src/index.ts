export { AgentDesk, type DeskOptions, type DeskState } from "./agent-desk.ts";
export { browserPlatform } from "./browser-platform.ts";
export { ChatError, type ChatErrorType } from "./chat-error.ts";
export type { ConnectionState } from "./connection.ts";
export type {
  Board,
  LiveConversation,
  LiveDatabase,
  Notification,
  Participant,
  Visitor,
} from "./live-database.ts";
export { MARK_LIMITS } from "./marks.ts";
export type { Clock, KeyValueStore, Network, Platform } from "./platform.ts";
export type { Room, RoomState } from "./room.ts";
export type { TimelineItem } from "./timeline.ts";
export type { Readable, Stop } from "./value.ts";
export { VisitorChat, type VisitorOptions, type VisitorPhase, type VisitorState } from "./visitor-chat.ts";
