import type { Platform } from "../platform/platform.ts";
import type { LivePart } from "./current-conversation.ts";

/** What a visitor's chat is made with. */
export interface VisitorOptions {
  /** Where the API is, without a slash at the end: "" for the page's own origin. */
  api: string;
  platform: Platform;
  /** Keeps apart the sessions of several widgets on one origin. */
  name?: string;
  /** The widget whose settings hold; null: the default one. */
  widgetId?: string | null;
  /** What is known of the page when a conversation begins there: metadata, beside what the page itself says. */
  pageContext?: () => Record<string, string>;
  /**
   * The last pages of this visit, the present one last: metadata of a conversation that begins, and of the first message
   * from another page. A page that is only looked at costs nothing.
   */
  pageTrail?: () => readonly string[];
  /** Loads what an open conversation needs. */
  loadLive?: () => Promise<LivePart>;
}
