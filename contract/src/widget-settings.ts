import { z } from "zod";
import { isDomainEntry } from "./allowed-domain.ts";
import { filesSettingsInput } from "./file.ts";
import { formFields } from "./form.ts";
import { greetings } from "./greeting.ts";
import { homeSettings } from "./home.ts";
import { LIMITS } from "./limits.ts";
import { languageTag } from "./locale.ts";
import { id, line, softDelete, text, timestamps } from "./primitives.ts";

const color = z.string().regex(/^#[0-9A-Fa-f]{6}$/, "must be a colour like #1A73E8");
const pixels = (max: number) => z.number().int().min(0).max(max);

export const widgetTheme = z.strictObject({
  color,
  /** In the dark scheme. */
  colorDark: color,
  textColor: z.union([z.literal("auto"), color]),
  radius: pixels(40),
  position: z.enum(["start", "end"]),
  offsetX: pixels(1_000),
  offsetY: pixels(1_000),
  zIndex: z.number().int().min(0).max(2_147_483_647),
  launcher: z.enum(["icon", "text", "none"]),
  logoFileId: id.nullable(),
  showAgentPhotos: z.boolean(),
});
export type WidgetTheme = z.infer<typeof widgetTheme>;

const textName = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, "must be the name of a text");

/** Texts that replace the widget's own, by language and name: `title`, `welcome`, `offlineTitle` ... */
export const widgetTexts = localizedTexts();
function localizedTexts() {
  const names = z
    .record(textName, text(LIMITS.MAX_WIDGET_TEXT_CHARS))
    .refine((texts) => Object.keys(texts).length <= LIMITS.MAX_WIDGET_TEXTS, "must not name so many texts");
  return z
    .record(languageTag, names)
    .refine((texts) => Object.keys(texts).length <= LIMITS.MAX_LOCALES, "must not be in so many languages");
}

export const preChatForm = z.strictObject({
  /** `unknownOnly`: not for a visitor whose e-mail is known. */
  when: z.enum(["always", "unknownOnly", "never"]),
  fields: formFields,
});
export const offlineForm = z.strictObject({
  /** What the widget does while nobody can answer: shows a form, takes a message, hides itself, or chats on. */
  mode: z.enum(["form", "message", "hide", "chat"]),
  fields: formFields,
});
export const consentSettings = z.strictObject({
  required: z.boolean(),
  /** Of the text that is agreed to; another version is asked for again. */
  version: z.string().max(LIMITS.MAX_NAME_CHARS),
});
export const ratingScale = z.enum(["thumbs", "five"]);
export type RatingScale = z.infer<typeof ratingScale>;
export const ratingSettings = z.strictObject({
  scale: ratingScale,
  ask: z.enum(["onClose", "never"]),
  comment: z.boolean(),
});
export const identityMode = z.enum(["off", "report", "enforce"]);
export type IdentityMode = z.infer<typeof identityMode>;

/** What of a widget is drafted and published. */
export const widgetSettings = z.strictObject({
  /** Where its conversations wait. null: in the default group. */
  groupId: id.nullable(),
  theme: widgetTheme,
  texts: widgetTexts,
  preChat: preChatForm,
  offline: offlineForm,
  consent: consentSettings,
  rating: ratingSettings,
  /** What visitors may send from its pages. What is not named, or null: as the group's settings say. */
  files: filesSettingsInput.nullable(),
  greetings,
  /** Where a visitor begins who has a choice there: questions and links, beside a message of their own. */
  home: homeSettings,
  identity: identityMode,
  sound: z.boolean(),
});
export type WidgetSettings = z.infer<typeof widgetSettings>;

/** What the code had before there were widgets. */
export const DEFAULT_WIDGET_SETTINGS: WidgetSettings = {
  groupId: null,
  theme: {
    color: "#1A56DB",
    colorDark: "#7AA5FF",
    textColor: "auto",
    radius: 16,
    position: "end",
    offsetX: 20,
    offsetY: 20,
    zIndex: 2_147_483_000,
    launcher: "icon",
    logoFileId: null,
    showAgentPhotos: true,
  },
  texts: {},
  preChat: { when: "never", fields: [] },
  offline: { mode: "form", fields: [] },
  consent: { required: false, version: "1" },
  rating: { scale: "thumbs", ask: "onClose", comment: true },
  files: null,
  greetings: [],
  home: { entries: [] },
  identity: "off",
  sound: true,
};

/** The id of the widget that exists from the start. */
export const FIRST_WIDGET_ID = "default";

export const allowedDomains = z
  .array(
    z
      .string()
      .trim()
      .toLowerCase()
      .max(LIMITS.MAX_URL_CHARS)
      .refine(isDomainEntry, "must be a domain such as example.com, *.example.com or localhost:*"),
  )
  .max(LIMITS.MAX_ALLOWED_DOMAINS);

/** The draft, as it would be published, and what is known of the published one. */
export const widget = z
  .object({
    id,
    name: z.string(),
    /** The widget of pages that name none. */
    isDefault: z.boolean(),
    /** Whose pages may use it, beside those that the backend's environment lists. */
    allowedDomains: z.array(z.string()),
    ...widgetSettings.shape,
    /** Grows with every change of the draft. */
    version: z.number().int().min(1),
    /** null: never published, so no page can use it. */
    publishedAt: timestamps.createdAt.nullable(),
    /** The version that pages see. */
    publishedVersion: z.number().int().nullable(),
    ...timestamps,
    ...softDelete,
  })
  .meta({ id: "Widget" });
export type Widget = z.infer<typeof widget>;

const drafted = {
  ...widgetSettings.partial().shape,
  theme: widgetTheme.partial().optional(),
  consent: consentSettings.partial().optional(),
  rating: ratingSettings.partial().optional(),
  preChat: preChatForm.partial().optional(),
  offline: offlineForm.partial().optional(),
};

/** Whether settings fit a document twice, as draft and as published. */
export const fitsDocument = (value: unknown) =>
  new TextEncoder().encode(JSON.stringify(value)).length <= LIMITS.MAX_WIDGET_SETTINGS_BYTES;
const TOO_LARGE = `must be at most ${LIMITS.MAX_WIDGET_SETTINGS_BYTES} bytes of JSON`;

export const createWidgetBody = z
  .strictObject({
    name: line(LIMITS.MAX_NAME_CHARS),
    isDefault: z.boolean().optional(),
    allowedDomains: allowedDomains.optional(),
    ...drafted,
  })
  .refine(fitsDocument, TOO_LARGE);
export type CreateWidget = z.output<typeof createWidgetBody>;

export const updateWidgetBody = z
  .strictObject({
    name: line(LIMITS.MAX_NAME_CHARS).optional(),
    isDefault: z.boolean().optional(),
    allowedDomains: allowedDomains.optional(),
    ...drafted,
  })
  .refine(fitsDocument, TOO_LARGE);
export type UpdateWidget = z.output<typeof updateWidgetBody>;
