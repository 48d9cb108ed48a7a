import { fitsDocument, type UpdateWidget, type WidgetSettings } from "@livechat/contract";
import { ChatError } from "../../platform/error.ts";
import { definedOf } from "../../team/create-group.ts";

type Changes = Omit<UpdateWidget, "name" | "isDefault" | "allowedDomains">;

function checkSize(settings: WidgetSettings): WidgetSettings {
  if (fitsDocument(settings)) return settings;
  throw new ChatError("validation", "body: makes the widget's settings too large", {
    details: [{ path: "body", message: "makes the widget's settings too large" }],
  });
}

/** Settings with changes: of those that are parts of a whole what is not given stays, the others are replaced. @throws ChatError `validation` when they become too large. */
export function withChanges(settings: WidgetSettings, changes: Changes): WidgetSettings {
  const { theme, preChat, offline, consent, rating, files, ...others } = changes;
  return checkSize({
    ...settings,
    ...definedOf(others),
    theme: { ...settings.theme, ...definedOf(theme ?? {}) },
    preChat: { ...settings.preChat, ...definedOf(preChat ?? {}) },
    offline: { ...settings.offline, ...definedOf(offline ?? {}) },
    consent: { ...settings.consent, ...definedOf(consent ?? {}) },
    files: files ? { ...settings.files, ...definedOf(files) } : files === null ? null : settings.files,
    rating: { ...settings.rating, ...definedOf(rating ?? {}) },
  });
}
