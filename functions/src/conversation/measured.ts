import type { Event, EventFile } from "@livechat/contract";
import { factOfClose, release } from "../metrics/facts.ts";
import type { Hours } from "../metrics/measure.ts";
import * as steps from "../metrics/progress.ts";
import type { StoredConversation } from "../store/conversations.ts";
import { writeFact } from "../store/facts.ts";
import type { Progress } from "../store/progress.ts";

/** How an agent's ownership of a conversation ended. `requeued`: taken away by a deadline, a lapse or a deletion. */
export type OwnershipEnd = "closed" | "transferred_out" | "requeued";

export interface Released {
  readonly end: OwnershipEnd;
  readonly messagesSent: number;
  readonly hours: Hours;
}

type Fact = Parameters<typeof writeFact>[2];
type Written = Pick<Event, "type" | "authorType" | "authorId" | "visibility" | "metadata"> & {
  readonly files?: readonly Pick<EventFile, "id">[];
};

/** Where a conversation that was opened before there were metrics stands: nothing before now is measured. */
function resumed(conversation: StoredConversation, at: number): Progress {
  const { status, assignedAgentId, assignedAt, firstResponseAt, createdAt } = conversation;
  const startedAt = Date.parse(createdAt);
  const isOwned = status === "active" || status === "snoozed";
  const written = steps.visitorWrote(steps.begin(startedAt), startedAt);
  const begun =
    firstResponseAt === null
      ? written
      : {
          ...written,
          wait: null,
          hasPersonWritten: true,
          handlingSince: Date.parse(firstResponseAt),
          unansweredSince: null,
        };
  if (!isOwned || assignedAgentId === null) return steps.startedWaiting(begun, at);
  const owned = steps.tookOver(
    begun,
    { agentId: assignedAgentId, isBot: false },
    Date.parse(assignedAt ?? createdAt),
  );
  return status === "snoozed" ? steps.wasSnoozed(owned, at) : owned;
}

function begun(conversation: StoredConversation, at: number): Progress {
  const { status, metrics, threadCount } = conversation;
  if (metrics) return metrics;
  return status === "closed" || threadCount === 0 ? steps.begin(at) : resumed(conversation, at);
}

/** What a change means to a conversation's metrics: the progress that is kept in it, and the facts that the change makes. */
export class Measured {
  private progress: Progress;
  private readonly facts: Fact[] = [];
  private hours: Hours = null;

  constructor(
    private readonly conversation: StoredConversation,
    private readonly at: number,
  ) {
    this.progress = begun(conversation, at);
  }

  /** The hours by which what follows is measured. */
  keepsHoursOf(scheduleId: string | null): void {
    this.progress = { ...this.progress, scheduleId };
  }

  /** A public event. Private notes measure nothing, so that no visitor sees them in what is kept. */
  wrote({ type, authorType, authorId, visibility, metadata, files = [] }: Written): void {
    if (type === "system" || visibility !== "all") return;
    const fileIds = files.map(({ id }) => id);
    this.progress = steps.filesSent(this.progress, fileIds);
    const { progress, at } = this;
    const isOwningBot = progress.owner?.isBot === true && progress.owner.agentId === authorId;
    if (authorType === "visitor") this.progress = steps.visitorWrote(progress, at);
    else if (authorType === "system") {
      if ("greetingId" in metadata) this.progress = steps.greetingShown(progress);
    } else if (authorType === "agent" && authorId && !isOwningBot) {
      this.progress = steps.personWrote(progress, authorId, at);
    } else this.progress = steps.botWrote(progress, at);
  }

  waits(): void {
    this.progress = steps.startedWaiting(this.progress, this.at);
  }

  tookOver(owner: steps.NewOwner): void {
    this.progress = steps.tookOver(this.progress, owner, this.at);
  }

  /** The end of the present thread, and of its ownership if it has an owner. */
  wasReleased(threadId: string, { end, messagesSent, hours }: Released): void {
    const { id: conversationId, groupId } = this.conversation;
    this.hours = hours;
    const known = { threadId, conversationId, groupId, end, messagesSent, hours, at: this.at };
    const { progress, fact } = release(this.progress, known);
    this.progress = progress;
    if (fact) this.facts.push(fact);
  }

  /** What is stored with the conversation: after the change, and with the facts that it made. */
  fieldsAfter(after: StoredConversation, closing: Pick<Event, "systemType" | "metadata"> | null) {
    const { conversation, at } = this;
    const wasOpen = conversation.status !== "closed" || conversation.threadCount === 0;
    if (after.status === "closed" && wasOpen) return this.closed(after, closing);
    if (after.status === "snoozed") this.progress = steps.wasSnoozed(this.progress, at);
    else if (after.status === "active") this.progress = steps.woke(this.progress, at);
    return after.status === "closed" ? {} : { metrics: this.progress };
  }

  private closed(after: StoredConversation, closing: Pick<Event, "systemType" | "metadata"> | null) {
    const ordinal = after.closeCount + 1;
    const { page } = after.metadata;
    const { closedBy } = closing?.metadata ?? {};
    const fact = factOfClose(this.progress, {
      conversationId: after.id,
      threadId: `${after.id}-${after.threadCount}`,
      ordinal,
      groupId: after.groupId,
      agentId: this.conversation.status === "pending" ? null : this.conversation.assignedAgentId,
      visitorId: after.visitorId,
      widgetId: after.widgetId,
      channel: after.channel,
      page: typeof page === "string" ? page : null,
      tagIds: after.tagIds,
      asksRating: after.asksRating,
      closeReason: closing?.systemType ?? "conversation_closed",
      closedBy: typeof closedBy === "string" ? closedBy : null,
      hours: this.hours,
      at: this.at,
    });
    if (fact) this.facts.push(fact);
    return { metrics: null, closeCount: ordinal };
  }

  /** Writes the facts that the change has made. */
  write(tx: Parameters<typeof writeFact>[0], db: Parameters<typeof writeFact>[1]): void {
    for (const fact of this.facts) writeFact(tx, db, fact);
  }
}
