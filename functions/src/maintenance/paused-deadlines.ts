import { addBusinessSeconds } from "../availability/business-hours.ts";
import { scheduleOf } from "../availability/group-hours.ts";
import type { Context } from "../platform/context.ts";
import type { Deadline } from "../queue/enqueue.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { groups, type StoredGroup } from "../store/groups.ts";
import { type Tx, transact } from "../store/transact.ts";

type Kind = Exclude<Extract<Deadline, { conversationId: string }>["kind"], "snooze" | "bot">;

interface Running {
  readonly since: string;
  readonly seconds: number;
}

const FIELD = { answer: "answerDueAt", inactivity: "inactivityDueAt" } as const satisfies Record<
  Kind,
  string
>;

/** What a deadline counts from, and how long: the assignment for the answer, the last message for the visitor's silence. */
function runningOf(conversation: StoredConversation, group: StoredGroup, kind: Kind): Running | null {
  const { assignedAt, lastMessage, visitorInactivitySeconds } = conversation;
  const [since, seconds] =
    kind === "answer"
      ? [assignedAt, group.settings.answerDeadlineSeconds]
      : [lastMessage?.createdAt, visitorInactivitySeconds];
  return since && seconds ? { since, seconds } : null;
}

/** @returns undefined when the deadline does not pause; null when business time never gives so many seconds. */
async function dueInBusinessTime(
  tx: Tx,
  conversation: StoredConversation,
  kind: Kind,
  ctx: Context,
): Promise<Date | null | undefined> {
  const group = await tx.find(groups, conversation.groupId);
  if (!group?.pauseDeadlinesWhenClosed) return undefined;
  const schedule = await scheduleOf(group, tx, ctx);
  const running = runningOf(conversation, group, kind);
  if (!schedule || !running) return undefined;
  return addBusinessSeconds(schedule, new Date(running.since), running.seconds);
}

/**
 * Moves a deadline that is due by the clock but not in business time. Stored deadlines go by the clock, which is never
 * later: so neither a message nor an assignment reads the schedule, and only a deadline that comes due does.
 * @returns where to it was moved, null for never; undefined when it was left as it is.
 */
export function moveIfPaused(
  { conversationId, kind }: { conversationId: string; kind: Kind },
  ctx: Context,
): Promise<string | null | undefined> {
  return transact(ctx, async (tx) => {
    const conversation = await tx.find(conversations, conversationId);
    const stored = conversation?.[FIELD[kind]];
    if (conversation?.status !== "active" || !stored || new Date(stored) > ctx.now()) return undefined;
    const dueAt = await dueInBusinessTime(tx, conversation, kind, ctx);
    if (dueAt === undefined || (dueAt !== null && dueAt <= ctx.now())) return undefined;
    tx.update(conversations.ref(ctx.db, conversationId), { [FIELD[kind]]: dueAt });
    return dueAt?.toISOString() ?? null;
  });
}
