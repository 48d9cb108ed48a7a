import { type AddChoice, type AddMessage, choices } from "@livechat/contract";
import type { Caller } from "../../auth/caller.ts";
import { findConversation } from "../../conversation/read-conversation.ts";
import type { Context } from "../../platform/context.ts";
import { forbidden, notFound } from "../../platform/error.ts";
import { eventByIdQuery, events } from "../../store/events.ts";
import { parseThreadId } from "../../store/threads.ts";

/**
 * What a visitor says who picks an option: its label, and which it was.
 * @throws ChatError `not_found` for a thread, an event or an option that is not there, `authorization` for agents.
 */
export async function messageOfChoice(
  threadId: string,
  { input, caller }: { input: AddChoice; caller: Caller },
  ctx: Context,
): Promise<AddMessage> {
  if (caller.kind !== "visitor") throw forbidden("The visitor picks an option.");
  const named = parseThreadId(threadId);
  if (!named) throw notFound("thread");
  const { id } = await findConversation(named.conversationId, caller, ctx);
  const [offered] = await events.find(eventByIdQuery(ctx.db, id, input.inReplyTo));
  const options =
    offered?.type === "choices" ? choices.shape.options.safeParse(offered.metadata.options) : null;
  const option = options?.data?.find((one) => one.id === input.optionId);
  if (!option) throw notFound("option");
  const { optionId, inReplyTo } = input;
  return {
    ...(input.id !== undefined && { id: input.id }),
    text: option.label,
    metadata: { optionId, inReplyTo },
  };
}
