import type { CannedResponse, CannedResponseQuery, Page } from "@livechat/contract";
import type { QueryDocumentSnapshot } from "firebase-admin/firestore";
import { type AgentCaller, canSupervise } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/error.ts";
import { agents } from "../../store/agents.ts";
import { cannedResponses, type StoredCannedResponse } from "../../store/canned-responses.ts";
import { readFilteredPage } from "../../store/pages.ts";
import { type Asked, deletableQuery, readDeletable } from "../../team/deletable.ts";

type IsSeen = (response: StoredCannedResponse) => boolean;

/** Whether the caller sees a response: the own ones, and shared ones of the own groups or, for who canSupervise, all. */
async function seenBy(caller: AgentCaller, ctx: Context): Promise<IsSeen> {
  const groupIds = canSupervise(caller) ? [] : ((await agents.get(ctx.db, caller.id))?.groupIds ?? []);
  return ({ isPrivate, ownerId, groupIds: of }) =>
    isPrivate
      ? ownerId === caller.id
      : canSupervise(caller) || of === null || of.some((id) => groupIds.includes(id));
}

/** @throws ChatError `not_found`, also for what is not for the caller, or deleted unless an admin asks for it. */
export async function readCannedResponse(id: string, asked: Asked, ctx: Context): Promise<CannedResponse> {
  const response = await readDeletable(cannedResponses, id, { ...asked, ctx });
  const isSeen = await seenBy(asked.caller, ctx);
  if (!isSeen(response)) throw notFound(cannedResponses.label);
  return response;
}

function filterOf({ q, groupId, mine }: CannedResponseQuery, caller: AgentCaller): IsSeen {
  const wanted = q?.trim().toLowerCase() ?? "";
  return (response) =>
    (groupId === undefined ||
      response.isPrivate ||
      response.groupIds === null ||
      response.groupIds.includes(groupId)) &&
    (mine === undefined || mine === (response.isPrivate && response.ownerId === caller.id)) &&
    [response.shortcut, response.title, response.text].some((part) => part.toLowerCase().includes(wanted));
}

/**
 * Canned responses that are for the caller, in the order in which they were made, or in that of their changes. What the filter leaves out is read
 * all the same: a page costs more reads than it has items, at most all responses there are.
 */
export async function listCannedResponses(
  page: CannedResponseQuery,
  caller: AgentCaller,
  ctx: Context,
): Promise<Page<CannedResponse>> {
  const { query: all, order } = deletableQuery(cannedResponses, page, { caller, ctx });
  let query = all;
  if (page.mine) query = query.where("audience", "array-contains", `agent:${caller.id}`);
  const [isSeen, isWanted] = [await seenBy(caller, ctx), filterOf(page, caller)];
  const keep = (snapshot: QueryDocumentSnapshot) => {
    const response = cannedResponses.parse(snapshot);
    return response && isSeen(response) && isWanted(response) ? response : null;
  };
  return readFilteredPage(query, page, { order, keep });
}
