import type { Assignment, Decision } from "@livechat/contract";
import { FieldValue } from "firebase-admin/firestore";
import { isGroupOpen, outsideTransaction } from "../availability/group-hours.ts";
import { readMemory } from "../conversation/routing-memory.ts";
import type { Context } from "../platform/context.ts";
import { assignments } from "../store/assignments.ts";
import { ifUnchanged } from "../store/conflict.ts";
import type { StoredConversation } from "../store/conversations.ts";
import { groups, type StoredGroup } from "../store/groups.ts";
import { readOtherMembers } from "./candidates.ts";
import { explain } from "./explain.ts";

/** Members looked up to say why none of them could take a conversation. */
const MAX_REFUSED_NAMED = 10;

async function reasonToWait(group: StoredGroup, ctx: Context): Promise<string> {
  if (group.agentIds.length === 0) return "The group has no agents.";
  return (await isGroupOpen(group, outsideTransaction, ctx))
    ? "Nobody of the group is free."
    : "The group is closed.";
}

/** Why nobody of its group can take a waiting conversation at this moment. Reads only. */
export async function explainWaiting(
  conversation: StoredConversation,
  ctx: Context,
): Promise<Decision | null> {
  const group = await groups.get(ctx.db, conversation.groupId);
  if (!group) return null;
  const others = await readOtherMembers(group, { knownIds: new Set(), max: MAX_REFUSED_NAMED }, ctx);
  const reason = await reasonToWait(group, ctx);
  const why = { strategy: group.routingStrategy, reason, chosenAgentId: null };
  const { timedOutAgentIds } = await readMemory(ctx.db, conversation, ctx);
  const facts = { timedOutAgentIds, expiredAgentIds: new Set<string>() };
  const explained = explain({ group, ...facts, candidates: [], others, ...why });
  return { ...explained, decidedAt: ctx.now().toISOString() };
}

type Fields = Record<string, unknown>;

/**
 * Writes to the job of a conversation that still waits. An assignment that was committed in between wins.
 * @param change the fields to write; null: none.
 * @returns whether the job is still open.
 */
async function updateJob(
  conversationId: string,
  change: (job: Assignment) => Fields | null,
  ctx: Context,
): Promise<boolean> {
  const ref = assignments.ref(ctx.db, conversationId);
  const snapshot = await ref.get();
  const job = assignments.parse(snapshot);
  if (!job || !snapshot.updateTime || job.state === "assigned") return false;
  const fields = change(job);
  if (fields === null) return true;
  const attempt = { attempts: FieldValue.increment(1), lastAttemptAt: ctx.now() };
  await ifUnchanged(ref.update({ ...attempt, ...fields }, { lastUpdateTime: snapshot.updateTime }));
  return true;
}

/**
 * Writes to the job that its conversation waits, the first time that an attempt finds nobody free: one read and one write,
 * however long the queue. Why it waits is explained to whoever asks, as of then.
 * @returns whether the job is still open: an attempt may have assigned the conversation together with others.
 */
export function markWaiting(conversationId: string, ctx: Context): Promise<boolean> {
  const waiting = { state: "waiting", lastError: null };
  return updateJob(conversationId, ({ state }) => (state === "waiting" ? null : waiting), ctx);
}

/** Writes a failed attempt to the job. After the last one the job has failed, and only the sweep goes on with it. */
export async function markFailed(
  conversationId: string,
  { error, isLastAttempt }: { error: unknown; isLastAttempt: boolean },
  ctx: Context,
): Promise<void> {
  const lastError = error instanceof Error ? error.message : String(error);
  const failed = { lastError, ...(isLastAttempt && { state: "failed" }) };
  await updateJob(conversationId, () => failed, ctx);
}
