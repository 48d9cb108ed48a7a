import type { Agent } from "@livechat/contract";

/** The pages of the settings, in their order. */
export const SETTINGS_PAGES = [
  "start",
  "widget",
  "hours",
  "company",
  "apiKeys",
  "webhooks",
  "bots",
  "identity",
  "bans",
  "audit",
] as const;
export type SettingsPageName = (typeof SETTINGS_PAGES)[number];

/** What supervisors may change, too. */
const FOR_SUPERVISORS: ReadonlySet<SettingsPageName> = new Set(["bans"]);

/** The pages of the settings that this agent may use. */
export const settingsPagesFor = ({ role }: Pick<Agent, "role">): readonly SettingsPageName[] =>
  SETTINGS_PAGES.filter((name) => role === "admin" || (role === "supervisor" && FOR_SUPERVISORS.has(name)));
