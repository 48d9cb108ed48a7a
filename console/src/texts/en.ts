import { conversation } from "./en/conversation.ts";
import { desk } from "./en/desk.ts";
import { files } from "./en/files.ts";
import { frame } from "./en/frame.ts";
import { inbox } from "./en/inbox.ts";
import { keys } from "./en/keys.ts";
import { pages } from "./en/pages.ts";
import { reports } from "./en/reports.ts";
import { settings } from "./en/settings.ts";

/** English: the table that says which texts there are. */
export const en = {
  ...conversation,
  ...desk,
  ...files,
  ...frame,
  ...inbox,
  ...keys,
  ...pages,
  ...reports,
  ...settings,
};
