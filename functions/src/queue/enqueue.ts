import type { Context } from "../platform/context.ts";
import { enqueueLater } from "../platform/enqueue-later.ts";

/** Asks for the assignment of a conversation that has begun to wait in this group. */
export function enqueueAssignmentLater(conversationId: string, groupId: string, ctx: Context): Promise<void> {
  return enqueueLater({ queue: "assignConversation", data: { conversationId, groupId } }, ctx);
}

/** Asks for what waits in the agent's groups: call it after every commit that lets the agent take more. */
export function enqueueDrainOfAgentLater(agentId: string, ctx: Context): Promise<void> {
  return enqueueLater({ queue: "assignConversation", data: { agentId } }, ctx);
}

/** Asks for what waits in the group: call it after every commit that changes who may take its conversations. */
export function enqueueDrainOfGroupLater(groupId: string, ctx: Context): Promise<void> {
  return enqueueLater({ queue: "assignConversation", data: { groupId } }, ctx);
}

/** Cloud Tasks takes a task at most 30 days ahead; one that comes too early asks again. */
const FURTHEST_TASK_MILLIS = 29 * 24 * 3600 * 1000;

function reachable(time: Date, ctx: Context): Date {
  return new Date(Math.min(time.getTime(), ctx.now().getTime() + FURTHEST_TASK_MILLIS));
}

/** Asks for what waits in a closed group when it opens: by one task for each opening, however many wait. */
export function enqueueOpeningLater(groupId: string, opensAt: Date, ctx: Context): Promise<void> {
  const notBefore = reachable(opensAt, ctx);
  const name = `opening-${groupId}-${notBefore.getTime()}`;
  return enqueueLater({ queue: "assignConversation", data: { groupId }, notBefore, name }, ctx);
}

/** Asks to write a queue's summary a moment after it was written: once for each time, however many ask. */
export function enqueueSummaryLater(
  groupId: string,
  summaryOf: string,
  notBefore: Date,
  ctx: Context,
): Promise<void> {
  const name = `summary-${groupId}-${Date.parse(summaryOf)}`;
  return enqueueLater({ queue: "assignConversation", data: { groupId, summaryOf }, notBefore, name }, ctx);
}

/** What a deadline is about. `at` is the deadline that the task was made for; the stored one counts. */
export type Deadline =
  | { kind: "answer" | "inactivity" | "snooze" | "bot"; conversationId: string; at: string }
  | { kind: "lease" | "disconnected" | "pause"; agentId: string; at: string };

/**
 * Asks to look at a deadline when it is due, by one task for each deadline: tasks whose deadline has moved follow it, and
 * without a name each reload of a console and each answer would leave one more behind. The sweep finds due deadlines
 * whose task was lost.
 */
export function enqueueDeadlineLater(deadline: Deadline, ctx: Context): Promise<void> {
  const subject = "agentId" in deadline ? deadline.agentId : deadline.conversationId;
  const notBefore = reachable(new Date(deadline.at), ctx);
  const name = `${deadline.kind}-${subject}-${notBefore.getTime()}`;
  const data = { ...deadline, at: notBefore.toISOString() };
  return enqueueLater({ queue: "checkDeadline", data, notBefore, name }, ctx);
}

/** Asks to look whether a notification is to be pushed to an agent's browsers. One that is lost is not made up for. */
export function enqueuePushLater(agentId: string, notificationId: string, ctx: Context): Promise<void> {
  const data = { kind: "push", agentId, notificationId };
  return enqueueLater({ queue: "checkDeadline", data, name: `push-${notificationId}` }, ctx);
}
