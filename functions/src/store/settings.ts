import { agentSettings, companySettings } from "@livechat/contract";
import { defineCollection } from "./collection.ts";

/** One document, `company`: what holds for all. */
export const settings = defineCollection("settings", companySettings, "settings");
export const COMPANY = "company";

/** By agent id: how each wants the console. A setting that came later than the document has its default. */
export const settingsOfAgents = defineCollection("agentSettings", agentSettings.partial(), "settings");
