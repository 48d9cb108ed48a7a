import type { AgentClient, ConversationState, ConversationView } from "@livechat/chat-client";
import { useEffect, useSyncExternalStore } from "react";
import { useAgentState, useClient } from "./context.tsx";

/** How many places of the page hold each conversation open. */
const holders = new WeakMap<AgentClient, Map<string, number>>();

function hold(client: AgentClient, id: string): () => void {
  const counts = holders.get(client) ?? new Map<string, number>();
  holders.set(client, counts);
  counts.set(id, (counts.get(id) ?? 0) + 1);
  return () => {
    const left = (counts.get(id) ?? 1) - 1;
    counts.set(id, left);
    if (left > 0) return;
    counts.delete(id);
    client.leaveConversation(id);
  };
}

/** A conversation, listened to while something shows it; null while there is no connection yet. */
export function useConversation(id: string): ConversationView | null {
  const client = useClient();
  useEffect(() => hold(client, id), [client, id]);
  // After a new sign-in to the database the client has new views: each change of its state is a look.
  return useAgentState(() => client.conversation(id));
}

export function useConversationState(view: ConversationView): ConversationState {
  return useSyncExternalStore(
    (changed) => view.state.listen(changed),
    () => view.state.get(),
  );
}
