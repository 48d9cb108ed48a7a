import { FieldValue, type Transaction } from "firebase-admin/firestore";
import { newAssignment } from "../conversation/new-assignment.ts";
import { takeFromOwner } from "../conversation/requeue.ts";
import { Transition } from "../conversation/transition.ts";
import { groupThatTakes } from "../conversation/waiting-group.ts";
import type { Context } from "../platform/context.ts";
import { enqueueDrainOfGroupLater } from "../queue/enqueue.ts";
import { refreshBoardLater } from "../queue/summary.ts";
import { agents } from "../store/agents.ts";
import { conversations, waitingQuery } from "../store/conversations.ts";
import { groups, QUEUE_CHANGED_AT } from "../store/groups.ts";

const MOVE_PAGE_CONVERSATIONS = 20;

/** Somebody may restore the agent meanwhile, which then keeps what it still has. */
async function isStillDeleted(tx: Transaction, agentId: string, ctx: Context): Promise<boolean> {
  return agents.parse(await tx.get(agents.ref(ctx.db, agentId)))?.isDeleted === true;
}

/**
 * Routes the active conversations of a deleted agent anew: call it after the commit that deletes the agent, after
 * which the agent gets no more. Safe to repeat; the sweep repeats it when the caller died in between.
 * @returns how many were handed on.
 */
export async function handOnConversationsOf(agentId: string, ctx: Context): Promise<number> {
  const agent = await agents.get(ctx.db, agentId);
  const ending = { systemType: "agent_deleted", text: "The agent has left the team." } as const;
  let handedOn = 0;
  const stillDue = (tx: Transaction) => isStillDeleted(tx, agentId, ctx);
  for (const conversationId of agent?.activeConversationIds ?? []) {
    if (await takeFromOwner({ conversationId, agentId }, { ending, stillDue }, ctx)) handedOn += 1;
  }
  return handedOn;
}

/** Moves the longest-waiting conversations of a deleted group; they keep their time of arrival. */
async function movePage(fromGroupId: string, toGroupId: string, ctx: Context) {
  return ctx.db.runTransaction(async (tx) => {
    // Somebody may restore the group meanwhile, which then keeps what still waits in it.
    const from = groups.parse(await tx.get(groups.ref(ctx.db, fromGroupId)));
    if (from && !from.isDeleted) return { moved: 0, groupId: fromGroupId };
    const heads = await tx.get(waitingQuery(ctx.db, fromGroupId).limit(MOVE_PAGE_CONVERSATIONS));
    const group = await groupThatTakes(tx, toGroupId, ctx);
    for (const conversation of conversations.parseAll(heads.docs)) {
      const transition = new Transition(tx, ctx, conversation);
      transition.closeThread("group_deleted", `The conversation moves to ${group.name}.`);
      transition.openThread(null);
      transition.addSystemEvent("group_deleted", `The conversation waits in ${group.name}.`);
      transition.set({ groupId: group.id });
      transition.write();
      newAssignment(tx, conversation.id, ctx);
    }
    const changed = { [QUEUE_CHANGED_AT]: FieldValue.serverTimestamp() };
    if (!heads.empty) tx.update(groups.ref(ctx.db, group.id), changed);
    return { moved: heads.size, groupId: group.id };
  });
}

/**
 * Moves what waits in a deleted group to another one (the default group if that is deleted, too): call it after the
 * commit that deletes the group, after which nothing new begins to wait there. Safe to repeat; the sweep repeats it when the caller died in between.
 * @returns how many were moved.
 */
export async function moveWaitingConversations(
  fromGroupId: string,
  toGroupId: string,
  ctx: Context,
): Promise<number> {
  let moved = 0;
  const groupIds = new Set<string>();
  for (;;) {
    const page = await movePage(fromGroupId, toGroupId, ctx);
    moved += page.moved;
    if (page.moved > 0) groupIds.add(page.groupId);
    if (page.moved === MOVE_PAGE_CONVERSATIONS) continue;
    for (const groupId of groupIds) {
      await enqueueDrainOfGroupLater(groupId, ctx);
      await refreshBoardLater(groupId, ctx);
    }
    return moved;
  }
}
