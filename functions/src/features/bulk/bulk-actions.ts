import type { BulkAction, BulkResult } from "@livechat/contract";
import type { AgentCaller } from "../../auth/caller.ts";
import { assignConversation } from "../../chat/assign.ts";
import { snoozeConversation } from "../../chat/snooze.ts";
import { transferConversation } from "../../chat/transfer.ts";
import { closeConversation } from "../../conversation/close.ts";
import type { Context } from "../../platform/context.ts";
import { ChatError } from "../../platform/error.ts";
import { tagConversation } from "../../tags/tag-conversation.ts";

type Actions = {
  [A in BulkAction["action"]]: (
    id: string,
    input: Extract<BulkAction, { action: A }>,
    by: { caller: AgentCaller; ctx: Context },
  ) => Promise<unknown>;
};

/** Each by the command that a single conversation has: the same rights, checks and consequences. */
const ACTIONS: Actions = {
  close: (id, _, { caller, ctx }) => closeConversation(id, caller, ctx),
  assign: (id, { agentId, force }, { caller, ctx }) =>
    assignConversation(id, { input: { agentId, force }, caller }, ctx),
  transfer: (id, { action: _, ids: __, ...input }, { caller, ctx }) =>
    transferConversation(id, { input, caller }, ctx),
  tag: (id, { tagId }, { caller, ctx }) =>
    tagConversation({ conversationId: id, tagId, tagged: true }, caller, ctx),
  untag: (id, { tagId }, { caller, ctx }) =>
    tagConversation({ conversationId: id, tagId, tagged: false }, caller, ctx),
  snooze: (id, { until }, { caller, ctx }) => snoozeConversation(id, { until: new Date(until), caller }, ctx),
};

/**
 * Does the same to several conversations, one after the other: they may share an agent or a queue. What is refused for
 * one is told in its place and does not keep the others.
 * @throws what is no refusal: a database that cannot be reached, say. What was done until then stays done.
 */
export async function actOnMany(input: BulkAction, caller: AgentCaller, ctx: Context): Promise<BulkResult[]> {
  const act = ACTIONS[input.action] as (id: string, input: BulkAction, by: object) => Promise<unknown>;
  const results: BulkResult[] = [];
  for (const id of input.ids) {
    try {
      await act(id, input, { caller, ctx });
      results.push({ id, ok: true, error: null });
    } catch (error) {
      if (!(error instanceof ChatError) || error.status >= 500) throw error;
      const { type, message, reason, params } = error;
      const told = { type, message, ...(reason && { reason }), ...(params && { params }) };
      results.push({ id, ok: false, error: told });
    }
  }
  return results;
}
