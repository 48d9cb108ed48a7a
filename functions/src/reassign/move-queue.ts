import { FieldValue } from "firebase-admin/firestore";
import { newAssignment } from "../conversation/new-assignment.ts";
import { MOVED, memoryToMove } from "../conversation/routing-memory.ts";
import { Transition } from "../conversation/transition.ts";
import { groupThatTakes } from "../conversation/waiting-group.ts";
import type { Context } from "../platform/context.ts";
import { enqueueDrainOfGroupLater } from "../queue/enqueue.ts";
import { refreshSummaryLater } from "../queue/summary.ts";
import { conversations, waitingQuery } from "../store/conversations.ts";
import { groups, QUEUE_CHANGED_AT } from "../store/groups.ts";
import { transact } from "../store/transact.ts";

const PAGE_CONVERSATIONS = 20;

interface Queues {
  readonly fromGroupId: string;
  readonly toGroupId: string;
}

/** Moves the longest-waiting conversations. Somebody may restore the group meanwhile, which then keeps the others. */
function movePage({ fromGroupId, toGroupId }: Queues, ctx: Context) {
  return transact(ctx, async (tx) => {
    const from = await tx.find(groups, fromGroupId);
    if (from && !from.isDeleted) return { moved: 0, groupId: fromGroupId };
    const waiting = await tx.get(waitingQuery(ctx.db, fromGroupId).limit(PAGE_CONVERSATIONS));
    const group = await groupThatTakes(tx, toGroupId, ctx);
    for (const conversation of conversations.parseAll(waiting.docs)) {
      const transition = new Transition(tx, ctx, conversation);
      const moved = {
        systemType: "group_deleted",
        metadata: { groupId: group.id, groupName: group.name },
      } as const;
      transition.closeThread({ ...moved, text: `The conversation moves to ${group.name}.` });
      transition.openThread(null);
      transition.addSystemEvent({ ...moved, text: `The conversation waits in ${group.name}.` });
      transition.keepHoursOf(group);
      transition.set({ groupId: group.id, ...MOVED });
      transition.write();
      newAssignment(tx, { conversationId: conversation.id, memory: memoryToMove(conversation) }, ctx);
    }
    const changed = { [QUEUE_CHANGED_AT]: FieldValue.serverTimestamp() };
    if (!waiting.empty) tx.update(groups.ref(ctx.db, group.id), changed);
    return { moved: waiting.size, groupId: group.id };
  });
}

/**
 * Moves the queue of a deleted group to another group (the default group if that one is deleted, too). Conversations keep
 * the time at which they began to wait, and so may stand in front of others: the group that takes them is written, which
 * tells a running drain to rewind. Call it after the commit that deletes the group, after which nothing new begins to wait
 * there. Safe to repeat; the sweep repeats it when the caller died in between.
 * @returns how many were moved.
 */
export async function moveQueue(fromGroupId: string, toGroupId: string, ctx: Context): Promise<number> {
  let moved = 0;
  const groupIds = new Set<string>();
  for (;;) {
    const page = await movePage({ fromGroupId, toGroupId }, ctx);
    moved += page.moved;
    if (page.moved > 0) groupIds.add(page.groupId);
    if (page.moved === PAGE_CONVERSATIONS) continue;
    for (const groupId of groupIds) {
      await enqueueDrainOfGroupLater(groupId, ctx);
      await refreshSummaryLater(groupId, ctx);
    }
    return moved;
  }
}
