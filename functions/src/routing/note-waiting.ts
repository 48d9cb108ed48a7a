import type { Assignment, Decision } from "@livechat/contract";
import { FieldValue } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { assignments } from "../store/assignments.ts";
import type { StoredConversation } from "../store/conversations.ts";
import { conversations } from "../store/conversations.ts";
import { groups } from "../store/groups.ts";
import { explain } from "./explain.ts";
import { readOtherMembers } from "./read-candidates.ts";

/** Members looked up to say why none of them could take a conversation. */
const MAX_REFUSED_NAMED = 10;

/** Why nobody of its group can take a waiting conversation at this moment. Reads only. */
export async function explainWaiting(
  conversation: StoredConversation,
  ctx: Context,
): Promise<Decision | null> {
  const group = await groups.get(ctx.db, conversation.groupId);
  if (!group) return null;
  const others = await readOtherMembers(group, { knownIds: new Set(), max: MAX_REFUSED_NAMED }, ctx);
  const reason = group.agentIds.length === 0 ? "The group has no agents." : "Nobody of the group is free.";
  const why = { strategy: group.routingStrategy, reason, chosenAgentId: null };
  const { passedAgentIds } = conversation;
  const explained = explain({ group, passedAgentIds, known: [], others, lapsedIds: new Set(), ...why });
  return { ...explained, decidedAt: ctx.now().toISOString() };
}

const FAILED_PRECONDITION = 9;

/** Changes the job of a conversation that still waits. Whoever assigned it in between wins. */
async function noteOn(
  conversationId: string,
  fields: (job: Assignment) => Promise<Record<string, unknown> | null>,
  ctx: Context,
): Promise<void> {
  const ref = assignments.ref(ctx.db, conversationId);
  const snapshot = await ref.get();
  const job = assignments.parse(snapshot);
  if (!job || !snapshot.updateTime || job.state === "assigned") return;
  const change = await fields(job);
  if (change === null) return;
  const attempt = { attempts: FieldValue.increment(1), lastAttemptAt: ctx.now() };
  try {
    await ref.update({ ...attempt, ...change }, { lastUpdateTime: snapshot.updateTime });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === FAILED_PRECONDITION)) throw error;
  }
}

/** Notes that a conversation waits and why, the first time that an attempt finds nobody free. */
export function noteWaiting(conversationId: string, ctx: Context): Promise<void> {
  return noteOn(
    conversationId,
    async ({ state }) => {
      const conversation = state === "waiting" ? null : await conversations.get(ctx.db, conversationId);
      if (conversation?.status !== "pending") return null;
      const decision = await explainWaiting(conversation, ctx);
      return {
        state: "waiting",
        lastError: null,
        decision: decision && { ...decision, decidedAt: ctx.now() },
      };
    },
    ctx,
  );
}

/** Notes a failed attempt. After the last one the job has failed, and only the sweep goes on with it. */
export function noteFailure(
  conversationId: string,
  { error, isLastAttempt }: { error: unknown; isLastAttempt: boolean },
  ctx: Context,
): Promise<void> {
  const lastError = error instanceof Error ? error.message : String(error);
  return noteOn(conversationId, async () => ({ lastError, ...(isLastAttempt && { state: "failed" }) }), ctx);
}
