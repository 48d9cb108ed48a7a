import type { LivechatSettings } from "@livechat/widget";
import { languageTag } from "./language-tag.ts";
import type { Theme } from "./theme.ts";

export interface Settings {
  /** Where the API answers: an origin, or "" for the page's own. */
  api: string;
  widgetId: string | null;
  locale: string;
  groupId: string | null;
  /** The look, and when the widget's settings are asked for. It holds the others, too, which nothing reads there. */
  theme: Partial<Theme> & Pick<LivechatSettings, "label" | "settings">;
}

/** Without what is undefined, which would hide what the widget's settings say. */
export const setOf = (theme: object): Partial<Theme> => JSON.parse(JSON.stringify(theme));

/**
 * What the page sets, by `window.livechatSettings` and by the script's `data-` attributes, which win. What is missing is
 * the page's: its language, and the script's own origin.
 */
export function readSettings(attributes: DOMStringMap | undefined, source: URL): Settings {
  const given: LivechatSettings = { ...window.livechatSettings, ...attributes };
  return {
    api: given.api ?? (source.origin === location.origin ? "" : source.origin),
    widgetId: given.widget || null,
    locale: languageTag(given.locale || document.documentElement.lang || navigator.language),
    groupId: given.group || null,
    theme: setOf(given),
  };
}
