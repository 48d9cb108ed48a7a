import {
  type AgentSettings,
  agentSettings,
  DEFAULT_AGENT_SETTINGS,
  type UpdateAgentSettings,
} from "@livechat/contract";
import type { AgentCaller } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { settingsOfAgents } from "../../store/settings.ts";
import { transact } from "../../store/transact.ts";

type Given = UpdateAgentSettings;

/** What is given over what was there, key by key; `sounds` by kind. Keys that are undefined are not given. */
function merge(settings: AgentSettings, given: Given): AgentSettings {
  const said = JSON.parse(JSON.stringify(given)) as Given;
  return agentSettings.parse({ ...settings, ...said, sounds: { ...settings.sounds, ...said.sounds } });
}

/** The caller's settings of the console; what was never set has its default. */
export async function readMySettings(caller: AgentCaller, ctx: Context): Promise<AgentSettings> {
  return merge(DEFAULT_AGENT_SETTINGS, (await settingsOfAgents.get(ctx.db, caller.id)) ?? {});
}

/** Changes what is given and leaves the rest; `sounds` is merged by kind. */
export function updateMySettings(
  input: UpdateAgentSettings,
  caller: AgentCaller,
  ctx: Context,
): Promise<AgentSettings> {
  return transact(ctx, async (tx) => {
    const stored = (await tx.find(settingsOfAgents, caller.id)) ?? {};
    const next = merge(merge(DEFAULT_AGENT_SETTINGS, stored), input);
    tx.set(settingsOfAgents.ref(ctx.db, caller.id), next);
    return next;
  });
}
