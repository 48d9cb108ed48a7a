import type { Conversation } from "@livechat/contract";
import type { Texts } from "../texts/texts.ts";

/** A rating in a word or a number: "Positive", "4 of 5"; null: none. */
export function ratingWord(rating: Conversation["rating"] | undefined, t: Texts): string | null {
  if (!rating) return null;
  if (rating.scale === "thumbs") return t(rating.score > 0 ? "rating.good" : "rating.bad");
  return t("rating.ofFive", { score: rating.score });
}
