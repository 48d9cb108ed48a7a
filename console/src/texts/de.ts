import { conversation } from "./de/conversation.ts";
import { desk } from "./de/desk.ts";
import { errors } from "./de/errors.ts";
import { files } from "./de/files.ts";
import { frame } from "./de/frame.ts";
import { inbox } from "./de/inbox.ts";
import { integrations } from "./de/integrations.ts";
import { invite } from "./de/invite.ts";
import { keys } from "./de/keys.ts";
import { me } from "./de/me.ts";
import { pages } from "./de/pages.ts";
import { people } from "./de/people.ts";
import { person } from "./de/person.ts";
import { reports } from "./de/reports.ts";
import { settings } from "./de/settings.ts";
import type { Table } from "./texts.ts";

export { reasons } from "./de/reasons.ts";

/** German. The type asks for every text that English has. */
export const de: Table = {
  ...conversation,
  ...desk,
  ...errors,
  ...files,
  ...frame,
  ...inbox,
  ...integrations,
  ...invite,
  ...keys,
  ...me,
  ...pages,
  ...people,
  ...person,
  ...reports,
  ...settings,
};
