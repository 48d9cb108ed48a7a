import type { Assignment, Decision } from "@livechat/contract";
import { FieldValue } from "firebase-admin/firestore";
import { asItIs, isGroupOpen } from "../availability/group-hours.ts";
import type { Context } from "../platform/context.ts";
import { assignments } from "../store/assignments.ts";
import type { StoredConversation } from "../store/conversations.ts";
import { conversations } from "../store/conversations.ts";
import { groups, type StoredGroup } from "../store/groups.ts";
import { explain } from "./explain.ts";
import { readOtherMembers } from "./read-candidates.ts";

/** Members looked up to say why none of them could take a conversation. */
const MAX_REFUSED_NAMED = 10;

async function reasonToWait(group: StoredGroup, ctx: Context): Promise<string> {
  if (group.agentIds.length === 0) return "The group has no agents.";
  return (await isGroupOpen(group, asItIs, ctx)) ? "Nobody of the group is free." : "The group is closed.";
}

/** Why nobody of its group can take a waiting conversation at this moment. Reads only. */
export async function explainWaiting(
  conversation: StoredConversation,
  ctx: Context,
): Promise<Decision | null> {
  const group = await groups.get(ctx.db, conversation.groupId);
  if (!group) return null;
  const others = await readOtherMembers(group, { knownIds: new Set(), max: MAX_REFUSED_NAMED }, ctx);
  const why = {
    strategy: group.routingStrategy,
    reason: await reasonToWait(group, ctx),
    chosenAgentId: null,
  };
  const { passedAgentIds } = conversation;
  const explained = explain({ group, passedAgentIds, known: [], others, lapsedIds: new Set(), ...why });
  return { ...explained, decidedAt: ctx.now().toISOString() };
}

const FAILED_PRECONDITION = 9;

type Change = (job: Assignment) => Promise<Record<string, unknown> | null>;

/**
 * Changes the job of a conversation that still waits. Whoever assigned it in between wins.
 * @returns the job as it was; null when it is done.
 */
async function noteOn(conversationId: string, change: Change, ctx: Context): Promise<Assignment | null> {
  const ref = assignments.ref(ctx.db, conversationId);
  const snapshot = await ref.get();
  const job = assignments.parse(snapshot);
  if (!job || !snapshot.updateTime || job.state === "assigned") return null;
  const fields = await change(job);
  if (fields === null) return job;
  const attempt = { attempts: FieldValue.increment(1), lastAttemptAt: ctx.now() };
  try {
    await ref.update({ ...attempt, ...fields }, { lastUpdateTime: snapshot.updateTime });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === FAILED_PRECONDITION)) throw error;
  }
  return job;
}

/**
 * Notes that a conversation waits and why, the first time that an attempt finds nobody free.
 * @returns whether it waits: an attempt may have assigned it together with others.
 */
export async function noteWaiting(conversationId: string, ctx: Context): Promise<boolean> {
  let waits = true;
  const change: Change = async ({ state }) => {
    if (state === "waiting") return null;
    const conversation = await conversations.get(ctx.db, conversationId);
    waits = conversation?.status === "pending";
    if (!conversation || !waits) return null;
    const decision = await explainWaiting(conversation, ctx);
    return {
      state: "waiting",
      lastError: null,
      decision: decision && { ...decision, decidedAt: ctx.now() },
    };
  };
  return (await noteOn(conversationId, change, ctx)) !== null && waits;
}

/** Notes a failed attempt. After the last one the job has failed, and only the sweep goes on with it. */
export async function noteFailure(
  conversationId: string,
  { error, isLastAttempt }: { error: unknown; isLastAttempt: boolean },
  ctx: Context,
): Promise<void> {
  const lastError = error instanceof Error ? error.message : String(error);
  await noteOn(conversationId, async () => ({ lastError, ...(isLastAttempt && { state: "failed" }) }), ctx);
}
