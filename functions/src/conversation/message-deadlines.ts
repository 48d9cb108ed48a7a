import type { StoredConversation } from "../store/conversations.ts";

interface Written {
  readonly isByVisitor: boolean;
  readonly isByOwner: boolean;
  readonly isNote: boolean;
  readonly at: Date;
}

interface Deadlines {
  readonly fields: { answerDueAt?: null; inactivityDueAt?: Date | null };
  /** When a first inactivity deadline is due: it needs a task. A moved one is followed by the task of the first. */
  readonly startsInactivityAt: string | null;
}

const unchanged: Deadlines = { fields: {}, startsInactivityAt: null };

/**
 * What a message does to the deadlines of an active conversation: the owner's answer meets the answer deadline, an
 * agent's message makes it the visitor's turn, and a visitor's message ends that. Notes do nothing. Pure.
 */
export function deadlinesAfter(conversation: StoredConversation, written: Written): Deadlines {
  const { answerDueAt, inactivityDueAt, visitorInactivitySeconds, status } = conversation;
  if (written.isByVisitor) {
    return inactivityDueAt === null ? unchanged : { ...unchanged, fields: { inactivityDueAt: null } };
  }
  if (written.isNote || status !== "active") return unchanged;
  const answered = written.isByOwner && answerDueAt !== null ? ({ answerDueAt: null } as const) : {};
  if (visitorInactivitySeconds === null) return { ...unchanged, fields: answered };
  const dueAt = new Date(written.at.getTime() + visitorInactivitySeconds * 1000);
  return {
    fields: { ...answered, inactivityDueAt: dueAt },
    startsInactivityAt: inactivityDueAt === null ? dueAt.toISOString() : null,
  };
}
