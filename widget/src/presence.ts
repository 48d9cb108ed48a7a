import { absenceOf } from "@livechat/chat-client";
import { lengthOf, momentOf } from "./dates.ts";
import { fill } from "./texts/index.ts";
import type { View } from "./view.ts";

/** When somebody is back, in the visitor's zone; null: that is not known, or somebody is there. */
export function backAt({
  state,
  texts,
  locale,
  now,
}: Pick<View, "state" | "texts" | "locale" | "now">): string | null {
  const { hours } = state.config ?? {};
  if (!hours || hours.isOpen || hours.nextOpeningAt === null) return null;
  return fill(texts.backAt, { time: momentOf(Date.parse(hours.nextOpeningAt), locale, now) });
}

/** Whether a place in the queue tells anything: somebody is known to be there who answers it. */
export const isQueueMoving = ({ isAvailable, config }: View["state"]): boolean =>
  isAvailable === true || (isAvailable === false && (config?.agentsOnline ?? 0) > 0);

/** How soon somebody usually answers; null: that is not known. */
function answersIn({ state, texts, language }: Pick<View, "state" | "texts" | "language">): string | null {
  const seconds = state.config?.usualAnswerSeconds ?? null;
  const time = seconds === null ? null : lengthOf(seconds, language.tag);
  return time && fill(texts.answersIn, { time });
}

/** That somebody is there: how many, if it is more than one. */
export function hereOf({ state: { config }, texts }: Pick<View, "state" | "texts">): string {
  const n = config?.agentsOnline ?? 0;
  return n > 1 ? fill(texts.peopleHere, { n }) : texts.teamHere;
}

/** Who is there, and how soon they answer; null while that is not known. */
export function presenceOf(view: View): string | null {
  const { state, texts } = view;
  const absence = absenceOf(state);
  if (absence === "closed") return backAt(view) ?? texts.closedNow;
  if (absence === "full") return texts.fullTitle;
  if (absence === "nobody") return texts.teamAway;
  if (state.isAvailable === null) return null;
  return state.isAvailable ? (answersIn(view) ?? hereOf(view)) : texts.teamBusy;
}
