import { useCall } from "../client/call.ts";
import { useAgentState } from "../client/context.tsx";

/** Brings an agent or a bot into the groups that a form has chosen, and out of the others. */
export function useGroupMembership() {
  const call = useCall();
  const groups = useAgentState((state) => state.groups);
  return async (agentId: string, form: FormData, before: readonly string[] = []) => {
    const wanted = new Set(form.getAll("group").map(String));
    for (const { id } of groups) {
      const isIn = before.includes(id);
      if (wanted.has(id) && !isIn) {
        await call("addGroupAgents", { params: { id }, body: { agentIds: [agentId] } });
      }
      if (!wanted.has(id) && isIn) await call("removeGroupAgent", { params: { id, agentId } });
    }
  };
}
