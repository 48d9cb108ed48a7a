import { rating } from "@livechat/contract";
import { defineCollection } from "./collection.ts";

/** By thread id: a thread is closed once, and rated once. */
export const ratings = defineCollection("ratings", rating, "rating");

/** Whether a visitor was satisfied: thumbs up, or four or five of five. */
export function isGoodRating({ scale, score }: { readonly scale: string; readonly score: number }): boolean {
  return scale === "thumbs" ? score === 1 : score >= 4;
}
