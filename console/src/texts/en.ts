import type { archive } from "./en/archive.ts";
import { conversation } from "./en/conversation.ts";
import { desk } from "./en/desk.ts";
import { errors } from "./en/errors.ts";
import { files } from "./en/files.ts";
import { frame } from "./en/frame.ts";
import { inbox } from "./en/inbox.ts";
import type { integrations } from "./en/integrations.ts";
import type { invite } from "./en/invite.ts";
import { keys } from "./en/keys.ts";
import type { me } from "./en/me.ts";
import { pages } from "./en/pages.ts";
import type { people } from "./en/people.ts";
import type { person } from "./en/person.ts";
import type { reports } from "./en/reports.ts";
import { settings } from "./en/settings.ts";
import type { settingsPages } from "./en/settings-pages.ts";

const always = {
  ...conversation,
  ...desk,
  ...errors,
  ...files,
  ...frame,
  ...inbox,
  ...keys,
  ...pages,
  ...settings,
};

/** English: the table that says which texts there are. Those of the archive, invitations, people,
 * reports, settings, integrations, of oneself and of a person come with what shows them. */
export const en = always as typeof always &
  typeof archive &
  typeof integrations &
  typeof invite &
  typeof me &
  typeof people &
  typeof person &
  typeof reports &
  typeof settingsPages;
