import type { Widget } from "@livechat/contract";

type Parts = "look" | "forms" | "greetings" | "home";
type Edited = Pick<
  Widget,
  | "id"
  | "allowedDomains"
  | "groupId"
  | "theme"
  | "texts"
  | "preChat"
  | "offline"
  | "consent"
  | "rating"
  | "files"
  | "greetings"
  | "home"
  | "identity"
  | "sound"
>;

/**
 * What each form of the page edits, as a key: the form begins anew when that has changed, and keeps what was typed into it
 * when another form, or the logo, was saved.
 */
export function partsOf(widget: Edited): Record<Parts, string> {
  const { id, theme, preChat, offline, greetings, home, ...rest } = widget;
  const { allowedDomains, groupId, texts, consent, rating, files, identity, sound } = rest;
  const { logoFileId: _ofItsOwn, ...drawn } = theme;
  const settings = { allowedDomains, groupId, texts, consent, rating, files, identity, sound };
  const key = (part: object) => JSON.stringify({ id, part });
  return {
    look: key({ ...settings, drawn, asked: preChat.when, away: offline.mode }),
    forms: key([preChat.fields, offline.fields]),
    greetings: key(greetings),
    home: key(home),
  };
}
