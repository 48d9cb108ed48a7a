import type { AgentClient, AgentState, Store } from "@livechat/chat-client";
import type { Agent } from "@livechat/contract";
import { createContext, useContext, useSyncExternalStore } from "react";

/** The one connection of this page: every listener and every call goes through it. */
export const ClientContext = createContext<AgentClient | null>(null);

export function useClient(): AgentClient {
  const client = useContext(ClientContext);
  if (!client) throw new Error("There is no client above this component.");
  return client;
}

/** A part of the client's state. `select` must return the same value for the same state. */
export function useAgentState<T>(select: (state: AgentState) => T): T {
  const { state } = useClient();
  return useSyncExternalStore(
    (changed) => state.listen(changed),
    () => select(state.get()),
  );
}

/** A part of what is kept for the whole page: who reads it is drawn again when this part is another, and only then. */
export function useSelected<S, T>(store: Store<S>, select: (value: S) => T): T {
  return useSyncExternalStore(
    (changed) => store.listen(changed),
    () => select(store.get()),
  );
}

/** The agent who is signed in. Only below the frame, which is not shown before this is known. */
export function useMe(): Agent {
  const me = useAgentState((state) => state.me);
  if (!me) throw new Error("Nobody is signed in.");
  return me;
}

export const canSupervise = ({ role }: Agent): boolean => role !== "agent";

/** An agent's name by id, as far as the team is known. */
export function useAgentName(): (id: string | null) => string | null {
  const agents = useAgentState((state) => state.agents);
  return (id) => agents.find((agent) => agent.id === id)?.name ?? null;
}

export function useGroupName(): (id: string | null) => string | null {
  const groups = useAgentState((state) => state.groups);
  return (id) => groups.find((group) => group.id === id)?.name ?? null;
}
