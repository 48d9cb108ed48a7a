import {
  checkForm,
  type FormAnswer,
  type FormField,
  type FormProblem,
  localesFor,
  pickLocale,
  type StartSession,
  type VisitorFacts,
  type WidgetSettings,
} from "@livechat/contract";
import { ChatError } from "../platform/error.ts";
import type { PublishedWidget } from "../store/widgets.ts";

/** An event that a conversation begins with, in front of the visitor's own words. */
export interface FirstEvent {
  readonly type: "message" | "form";
  readonly authorType: "visitor" | "system";
  readonly text: string;
  readonly metadata: Record<string, unknown>;
}

/** What the answers to a form mean beside being shown. */
export interface FormResult {
  readonly event: FirstEvent;
  readonly facts: VisitorFacts;
  readonly metadata: Record<string, string | boolean>;
  readonly groupId: string | null;
  readonly hasConsent: boolean;
}

const MESSAGE: Readonly<Record<FormProblem["problem"], string>> = {
  unknown: "is not a field of this form",
  required: "must be given",
  type: "must be of the field's type",
  email: "must be an e-mail address",
  phone: "must be a phone number",
  option: "must be one of the options",
  line: "must be one line",
};

/** A refusal that names each wrong field by its path. */
function refuse(problems: readonly { path: string; message: string }[]): ChatError {
  const [first] = problems;
  return new ChatError("validation", `${first?.path}: ${first?.message}`, { details: [...problems] });
}

interface SentForm {
  readonly formId: "preChat" | "offline";
  readonly answers: readonly FormAnswer[];
  /** Where in the request the answers stand. */
  readonly path: string;
  readonly locale: string | undefined;
}

const FALLBACK = "en";

/** One answer as the form's event shows it: the field's words, and the option's. */
function shown(field: FormField, value: FormAnswer["value"], locales: readonly string[]) {
  const option = field.options.find((one) => one.value === value);
  return {
    id: field.id,
    type: field.type,
    label: pickLocale(field.label, locales) ?? field.id,
    value,
    text: option ? (pickLocale(option.label, locales) ?? option.value) : String(value),
  };
}

function factsFrom(answers: readonly { field: FormField; value: FormAnswer["value"] }[]): VisitorFacts {
  const mapped = answers.flatMap(({ field, value }) =>
    (field.mapsTo === "name" || field.mapsTo === "email") && typeof value === "string" && value.trim() !== ""
      ? [[field.mapsTo, value.trim().slice(0, field.mapsTo === "name" ? 100 : 254)]]
      : [],
  );
  return Object.fromEntries(mapped) as VisitorFacts;
}

function metadataFrom(answers: readonly { field: FormField; value: FormAnswer["value"] }[]) {
  const mapped = answers.flatMap(({ field, value }): [string, string | boolean][] =>
    field.mapsTo?.startsWith("metadata.") ? [[field.mapsTo.slice("metadata.".length), value]] : [],
  );
  return Object.fromEntries(mapped);
}

/**
 * Checks the answers to a form of a published widget, also where the page's own check was left out.
 * @throws ChatError `validation` that names each wrong field.
 */
export function readForm(
  fields: readonly FormField[],
  { formId, answers, path, locale }: SentForm,
  widget: PublishedWidget,
): FormResult {
  const problems = checkForm(fields, answers);
  if (problems.length > 0) {
    throw refuse(
      problems.map(({ fieldId, problem }) => ({ path: `${path}.${fieldId}`, message: MESSAGE[problem] })),
    );
  }
  const byId = new Map(answers.map(({ id, value }) => [id, value]));
  const given = fields.flatMap((field) => {
    const value = byId.get(field.id);
    return value === undefined || value === "" ? [] : [{ field, value }];
  });
  const locales = localesFor(locale, FALLBACK);
  const lines = given.map(({ field, value }) => shown(field, value, locales));
  const group = given.find(({ field }) => field.type === "group");
  return {
    event: {
      type: "form",
      authorType: "visitor",
      text: lines.map(({ label, text }) => `${label}: ${text}`).join("\n"),
      metadata: { formId, widgetId: widget.id, version: widget.version, fields: lines },
    },
    facts: factsFrom(given),
    metadata: metadataFrom(given),
    groupId: typeof group?.value === "string" ? group.value : null,
    hasConsent: given.some(({ field, value }) => field.type === "consent" && value === true),
  };
}

/** The answers to the pre-chat form. null: none were sent. @throws ChatError `validation`. */
export function readPreChat(input: StartSession, widget: PublishedWidget): FormResult | null {
  const { form } = input;
  if (!form) return null;
  const { fields, when } = widget.settings.preChat;
  if (when === "never" || fields.length === 0) {
    throw refuse([{ path: "form", message: "is not asked for by this widget" }]);
  }
  const sent = {
    formId: "preChat",
    answers: form.fields,
    path: "form.fields",
    locale: input.visitor?.locale,
  } as const;
  return readForm(fields, sent, widget);
}

/** @throws ChatError `validation` when a widget asks for a pre-chat form that was not sent. */
export function checkPreChatSent({ preChat }: WidgetSettings, isKnown: boolean): void {
  if (preChat.when === "never" || preChat.fields.length === 0) return;
  if (preChat.when === "unknownOnly" && isKnown) return;
  throw refuse([{ path: "form", message: "must be given: the widget asks for it before a conversation" }]);
}

export interface ConsentGiven {
  /** What the request says. */
  readonly version: string | undefined;
  readonly inForm: boolean;
  /** What the visitor agreed to before. */
  readonly before: string | null;
}

/** @returns the version that is agreed to with this request, or null. @throws ChatError `validation` without one. */
export function checkConsent({ consent }: WidgetSettings, given: ConsentGiven): string | null {
  const agrees = given.inForm || given.version === consent.version;
  if (!consent.required && !agrees) return null;
  if (!agrees && given.before !== consent.version) {
    throw refuse([{ path: "consent", message: "must be given to the version that is asked for" }]);
  }
  return agrees ? consent.version : null;
}

/** The greeting that a visitor answers, as the conversation's first event. null: the widget has no such greeting. */
export function greetingEvent(
  greetingId: string | undefined,
  { widget, locale }: { widget: PublishedWidget; locale: string | undefined },
): FirstEvent | null {
  const greeting = widget.settings.greetings.find(({ id }) => id === greetingId);
  const text = greeting && pickLocale(greeting.text, localesFor(locale, FALLBACK));
  if (!greeting || !text) return null;
  return { type: "message", authorType: "system", text, metadata: { greetingId: greeting.id } };
}
