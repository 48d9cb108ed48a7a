import { FieldValue, type Timestamp } from "firebase-admin/firestore";
import { ownedBy } from "../conversation/bot-turn.ts";
import type { Release } from "../conversation/release.ts";
import { MOVED, memoryToMove } from "../conversation/routing-memory.ts";
import { type SystemSentence, Transition } from "../conversation/transition.ts";
import type { Context } from "../platform/context.ts";
import { enqueueDeadlineLater, enqueuePushLater } from "../queue/enqueue.ts";
import type { StoredAgent } from "../store/agents.ts";
import { assignments } from "../store/assignments.ts";
import type { StoredConversation } from "../store/conversations.ts";
import type { StoredGroup } from "../store/groups.ts";
import { notify } from "../store/notifications.ts";
import type { Tx } from "../store/transact.ts";
import type { Explained } from "./explain.ts";

export interface NewAssignment {
  readonly conversation: StoredConversation;
  readonly group: StoredGroup;
  readonly agent: Pick<StoredAgent, "id" | "name" | "avatarUrl" | "kind" | "bot" | "hasPush">;
  /** How the thread before ends. */
  readonly ending: SystemSentence;
  readonly decision: Explained;
  /** The last change of the conversation that the decision knows of, when it was read without a lock. */
  readonly unchangedSince?: Timestamp | undefined;
  /** A private note of whoever assigns. */
  readonly note?: { authorId: string; text: string } | undefined;
  /** Of one that somebody had: ends the ownership. */
  readonly release?: Release;
}

/** How the thread before ends when an agent takes a conversation over. */
export function takenOverBy({ id, name }: Pick<StoredAgent, "id" | "name">): SystemSentence {
  const metadata = { agentId: id, agentName: name };
  return { systemType: "thread_closed", text: `${name} takes over.`, metadata };
}

/** When an owner must have answered who is to answer from now on, by the group's setting. */
export function answerDueAt({ settings }: StoredGroup, ctx: Context): Date | null {
  const seconds = settings.answerDeadlineSeconds;
  return seconds === null ? null : new Date(ctx.now().getTime() + seconds * 1000);
}

/** When it began to wait; of one that changes hands without waiting, when it last did. */
function queuedAtOf({ queue, lastQueuedAt }: StoredConversation): Date | null {
  const queuedAt = queue?.queuedAt ?? lastQueuedAt;
  return queuedAt === null ? null : new Date(queuedAt);
}

function writeThreads(transition: Transition, { agent, ending, note }: NewAssignment): void {
  transition.closeThread(ending);
  transition.openThread(agent);
  const metadata = {
    agentId: agent.id,
    agentName: agent.name,
    ...(agent.avatarUrl && { agentAvatarUrl: agent.avatarUrl }),
    ...(agent.kind === "bot" && { isBot: true }),
  };
  transition.addSystemEvent({ systemType: "agent_joined", text: `${agent.name} joined`, metadata });
  greet(transition, agent);
  if (note === undefined) return;
  const author = { authorType: "agent", authorId: note.authorId } as const;
  transition.addEvent({ type: "message", ...author, text: note.text, visibility: "agents" });
}

function greet(transition: Transition, { id, bot }: NewAssignment["agent"]): void {
  if (!bot?.greeting) return;
  const author = { authorType: "bot", authorId: id, isAi: bot.isAi } as const;
  transition.addEvent({ type: "message", ...author, text: bot.greeting });
}

function tellAgent(tx: Tx, { conversation, agent, ending }: NewAssignment, ctx: Context): void {
  const id = ctx.newId();
  if (agent.hasPush) tx.afterCommit(() => enqueuePushLater(agent.id, id, ctx));
  notify(tx, ctx.db, {
    agentId: agent.id,
    id,
    type: ending.systemType === "transferred" ? "transferred" : "assigned",
    conversationId: conversation.id,
    text: conversation.lastMessage?.text ?? "",
    metadata: {},
    at: ctx.now(),
  });
}

/**
 * Writes one assignment, automatic or manual, except for the agents' own documents: the old thread's end, the new
 * thread with "joined", the conversation, the notification and the explained decision. The answer deadline, where the
 * group sets one, starts with the commit.
 */
export function writeAssignment(tx: Tx, assignment: NewAssignment, ctx: Context): void {
  const { conversation, group, agent, decision } = assignment;
  const dueAt = answerDueAt(group, ctx);
  const transition = new Transition(tx, ctx, conversation);
  assignment.release?.write(transition, "transferred_out");
  transition.keepHoursOf(group);
  writeThreads(transition, assignment);
  transition.set({
    status: "active",
    assignedAgentId: agent.id,
    ...MOVED,
    assignedAt: ctx.now(),
    queue: null,
    lastQueuedAt: queuedAtOf(conversation),
    snoozedUntil: null,
    messageCounts: {},
    ...ownedBy(agent),
    answerDueAt: dueAt,
    inactivityDueAt: null,
    visitorInactivitySeconds: group.settings.visitorInactivitySeconds,
  });
  transition.write(assignment.unchangedSince);
  tellAgent(tx, assignment, ctx);
  tx.update(assignments.ref(ctx.db, conversation.id), {
    state: "assigned",
    attempts: FieldValue.increment(1),
    lastAttemptAt: ctx.now(),
    lastError: null,
    decision: { ...decision, decidedAt: ctx.now() },
    ...memoryToMove(conversation),
    lastAgentId: agent.id,
  });
  if (dueAt === null) return;
  const deadline = { kind: "answer", conversationId: conversation.id, at: dueAt.toISOString() } as const;
  tx.afterCommit(() => enqueueDeadlineLater(deadline, ctx));
}
