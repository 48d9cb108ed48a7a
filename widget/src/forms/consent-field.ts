import type { ShownField, WidgetConfig } from "@livechat/contract";
import type { Texts } from "../texts/index.ts";

/** The id of the field in which the visitor agrees to the widget's text. */
export const CONSENT = "livechat-consent";

/** The field that a form needs for the widget's consent, unless it has one of its own. */
export function consentField(
  { consent }: WidgetConfig,
  fields: readonly ShownField[],
  texts: Texts,
): ShownField[] {
  if (!consent.required || fields.some(({ type }) => type === "consent")) return [];
  return [{ id: CONSENT, type: "consent", label: texts.consent, required: true, options: [], showIf: null }];
}
