import { conversation } from "./en/conversation.ts";
import { desk } from "./en/desk.ts";
import { files } from "./en/files.ts";
import { frame } from "./en/frame.ts";
import { inbox } from "./en/inbox.ts";
import type { integrations } from "./en/integrations.ts";
import { keys } from "./en/keys.ts";
import { pages } from "./en/pages.ts";
import type { reports } from "./en/reports.ts";
import { settings } from "./en/settings.ts";
import type { settingsPages } from "./en/settings-pages.ts";

const always = { ...conversation, ...desk, ...files, ...frame, ...inbox, ...keys, ...pages, ...settings };

/** English: the table that says which texts there are. Those of reports, settings and integrations come with
 * their pages. */
export const en = always as typeof always & typeof reports & typeof settingsPages & typeof integrations;
