import { ownLauncherTexts, shownIn } from "@livechat/chat-ui/shown-settings";
import type { Widget, WidgetConfig } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { localesFor } from "@livechat/contract/locales";

/** Whether anybody answers, as a preview plays it. */
export const SCENES = ["online", "offline", "full"] as const;
export type Scene = (typeof SCENES)[number];

const PRESENCE: Record<Scene, Pick<WidgetConfig, "available" | "agentsOnline" | "queueFull">> = {
  online: { available: true, agentsOnline: 2, queueFull: false },
  offline: { available: false, agentsOnline: 0, queueFull: false },
  full: { available: false, agentsOnline: 2, queueFull: true },
};

const FILES: WidgetConfig["files"] = {
  visitors: "afterFirstReply",
  allowedTypes: [],
  maxBytes: LIMITS.MAX_FILE_BYTES,
  maxPerMessage: LIMITS.MAX_FILES_PER_MESSAGE,
};

/** The files' settings that pages get, as far as the widget has its own. */
function filesOf({ files }: Widget): WidgetConfig["files"] {
  return {
    visitors: files?.visitors ?? FILES.visitors,
    allowedTypes: files?.allowedTypes ?? FILES.allowedTypes,
    maxBytes: files?.maxBytes ?? FILES.maxBytes,
    maxPerMessage: files?.maxPerMessage ?? FILES.maxPerMessage,
  };
}

/** The widget has its own words for the launcher, where the draft has none. */
type PreviewConfig = Omit<WidgetConfig, "launcher"> & { launcher: Partial<WidgetConfig["launcher"]> };

/** What a page would be answered if the draft were published, with somebody there or nobody. */
export function previewConfig(
  widget: Widget,
  { locale, scene }: { locale: string; scene: Scene },
): PreviewConfig {
  const locales = localesFor(locale, "en");
  return {
    widgetId: widget.id,
    version: widget.version,
    ...PRESENCE[scene],
    usualAnswerSeconds: null,
    groupId: widget.groupId,
    hours: null,
    maxMessageLengthChars: LIMITS.MAX_MESSAGE_LENGTH_CHARS,
    locales: [locale],
    files: filesOf(widget),
    launcher: ownLauncherTexts(widget.texts, locales),
    ...shownIn(widget, locales),
    // A preview has no server that signs who its visitor is.
    identity: "off",
  };
}
