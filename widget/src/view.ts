import type { VisitorChat, VisitorState } from "@livechat/chat-client";
import type { Language, Texts } from "./texts/index.ts";

/** What every part of the panel draws from. */
export interface View {
  chat: VisitorChat;
  /** Where the API answers: an origin, or "" for the page's own. */
  api: string;
  state: VisitorState;
  language: Language;
  /** The panel's texts, with those that the widget's settings replace. */
  texts: Texts;
  /** Of dates and numbers: it may name a country where the language does not. */
  locale: string;
  /** By the server's clock, in milliseconds since 1970: the visitor's may be wrong by days. */
  now: number;
}
