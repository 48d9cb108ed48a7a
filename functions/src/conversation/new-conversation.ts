import type { ConversationChannel } from "@livechat/contract";
import type { StoredConversation } from "../store/conversations.ts";
import { MOVED } from "./routing-memory.ts";
import { sentIds } from "./sent-ids.ts";

interface Start {
  id: string;
  visitorId: string;
  groupId: string;
  channel: ConversationChannel;
  widgetId: string | null;
  asksRating: boolean;
  metadata: Record<string, unknown>;
  at: Date;
}

/** A conversation before its first thread. */
export function newConversation({ at, ...start }: Start): StoredConversation {
  return {
    ...start,
    status: "pending",
    assignedAgentId: null,
    activeThreadId: null,
    tagIds: [],
    lastMessage: null,
    queue: null,
    lastSeq: 0,
    threadCount: 0,
    createdAt: at.toISOString(),
    updatedAt: at.toISOString(),
    assignedAt: null,
    firstResponseAt: null,
    closedAt: null,
    snoozedUntil: null,
    priority: "normal",
    subject: null,
    lastQueuedAt: null,
    rating: null,
    isSpam: false,
    hasFiles: false,
    spam: null,
    ...MOVED,
    sentIds: sentIds.empty,
    messageCounts: {},
    answerDueAt: null,
    inactivityDueAt: null,
    visitorInactivitySeconds: null,
    visitorSignInsValidFrom: null,
    visitorBannedUntil: null,
    metrics: null,
    closeCount: 0,
    bot: null,
    firstAiThreadId: null,
    botDueAt: null,
    schemaVersion: 1,
  };
}
