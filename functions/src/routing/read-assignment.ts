import type { Assignment } from "@livechat/contract";
import type { AgentCaller } from "../auth/caller.ts";
import { findConversation } from "../conversation/read-conversation.ts";
import { readMemory } from "../conversation/routing-memory.ts";
import type { Context } from "../platform/context.ts";
import { notFound } from "../platform/error.ts";
import { assignments } from "../store/assignments.ts";
import type { StoredConversation } from "../store/conversations.ts";
import { isAnyAgentFree } from "./candidates.ts";
import { isBeingDrained } from "./drain-lease.ts";
import { explainWaiting } from "./job.ts";

async function whyItWaits(
  job: Assignment,
  conversation: StoredConversation,
  ctx: Context,
): Promise<Assignment> {
  return { ...job, state: "waiting", decision: await explainWaiting(conversation, ctx) };
}

/** A job that no attempt has written to yet: it runs while its group is drained, and waits when nobody can take it. */
async function stateOfQueued(
  job: Assignment,
  conversation: StoredConversation,
  ctx: Context,
): Promise<Assignment> {
  if (await isBeingDrained(conversation.groupId, null, ctx)) return { ...job, state: "running" };
  const { timedOutAgentIds } = await readMemory(ctx.db, conversation, ctx);
  if (await isAnyAgentFree(conversation.groupId, ctx, timedOutAgentIds)) return job;
  return whyItWaits(job, conversation, ctx);
}

/** How the assignment of a conversation stands, and why. @throws ChatError `not_found`, `authorization`. */
export async function readAssignment(
  conversationId: string,
  caller: AgentCaller,
  ctx: Context,
): Promise<Assignment> {
  const conversation = await findConversation(conversationId, caller, ctx);
  const job = await assignments.get(ctx.db, conversationId);
  if (!job) throw notFound("assignment");
  if (conversation.status !== "pending") return job;
  if (job.state === "queued") return stateOfQueued(job, conversation, ctx);
  return job.state === "waiting" ? whyItWaits(job, conversation, ctx) : job;
}
