import type { SystemEvent } from "./describe.ts";

/** The names of the agents who have joined, by id, as far as events tell them; of several of one agent the last. */
export function agentNames(
  events: readonly Pick<SystemEvent, "systemType" | "metadata">[],
): ReadonlyMap<string, string> {
  const joined = events.filter(({ systemType }) => systemType === "agent_joined");
  const named = joined.map(({ metadata: { agentId, agentName } }) => [String(agentId), agentName] as const);
  return new Map(named.filter((one): one is [string, string] => typeof one[1] === "string" && one[1] !== ""));
}
