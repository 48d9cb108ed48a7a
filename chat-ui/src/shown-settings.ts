import type {
  FormField,
  Greeting,
  HomeSettings,
  ShownField,
  ShownGreeting,
  ShownHome,
  WidgetSettings,
} from "@livechat/contract";
import { pickLocale } from "@livechat/contract/locales";

type Locales = readonly string[];

/** The texts of one language; what the best language lacks is taken from the next one. */
function textsIn(texts: WidgetSettings["texts"], locales: Locales): Record<string, string> {
  const byTag = new Map(Object.entries(texts).map(([tag, names]) => [tag.toLowerCase(), names]));
  return Object.assign({}, ...locales.toReversed().map((locale) => byTag.get(locale) ?? {}));
}

/** `launcher` among a widget's texts stands on the launcher instead of our own words. */
export function ownLauncherTexts(texts: WidgetSettings["texts"], locales: Locales): { open?: string } {
  const { launcher } = textsIn(texts, locales);
  return launcher === undefined ? {} : { open: launcher };
}

function fieldIn({ mapsTo: _, label, options, ...field }: FormField, locales: Locales): ShownField {
  return {
    ...field,
    label: pickLocale(label, locales) ?? field.id,
    options: options.map((option) => ({
      value: option.value,
      label: pickLocale(option.label, locales) ?? option.value,
    })),
  };
}

/** The fields of a form, its texts in one language. */
export function fieldsIn(fields: readonly FormField[], locales: Locales): ShownField[] {
  return fields.map((field) => fieldIn(field, locales));
}

function greetingsIn(greetings: readonly Greeting[], locales: Locales): ShownGreeting[] {
  return greetings
    .filter(({ isActive }) => isActive)
    .map(({ isActive: _, text, ...greeting }) => ({ ...greeting, text: pickLocale(text, locales) ?? "" }))
    .filter(({ text }) => text !== "");
}

function homeIn({ entries }: HomeSettings, locales: Locales): ShownHome {
  const shown = entries.map(({ text, ...entry }) => ({ ...entry, text: pickLocale(text, locales) ?? "" }));
  return { entries: shown.filter(({ text }) => text.trim() !== "") };
}

/** What of a widget's settings its pages get, beside the launcher's words: one language, and nothing that only the company needs. */
export function shownIn(settings: WidgetSettings, locales: Locales) {
  const { theme, texts, preChat, offline, consent, rating, greetings, home, identity, sound } = settings;
  return {
    theme,
    logoUrl: theme.logoFileId && `/v1/widget/logos/${theme.logoFileId}`,
    texts: textsIn(texts, locales),
    preChat: { when: preChat.when, fields: fieldsIn(preChat.fields, locales) },
    offline: { mode: offline.mode, fields: fieldsIn(offline.fields, locales) },
    consent,
    rating,
    greetings: greetingsIn(greetings, locales),
    home: homeIn(home, locales),
    identity,
    sound,
  };
}
