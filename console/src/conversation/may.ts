import type { LiveConversation } from "@livechat/chat-client";
import { canSupervise, useMe } from "../client/context.tsx";

/** What may be done with it now: by its owner, by who supervises, by anyone in the group. */
export function useMay(conversation: LiveConversation) {
  const me = useMe();
  const isMine = conversation.assignedAgentId === me.id;
  const supervises = canSupervise(me);
  const isOpen = conversation.status !== "closed";
  return {
    claim: conversation.status === "pending",
    takeOver:
      supervises && (conversation.status === "active" || conversation.status === "snoozed") && !isMine,
    assign: supervises && isOpen,
    act: isOpen && (isMine || supervises),
    transfer: conversation.status === "active" && (isMine || supervises),
    snooze: conversation.status === "active" && (isMine || supervises),
    wake: conversation.status === "snoozed" && (isMine || supervises),
    preview: supervises && conversation.status === "pending",
    reopen: !isOpen,
    unread: isOpen && isMine,
    spam: (isMine || supervises) && !conversation.isSpam,
    notSpam: (isMine || supervises) && conversation.isSpam === true,
  };
}

export type May = ReturnType<typeof useMay>;
