import { z } from "zod";
import { instant } from "./primitives.ts";
import { ratingScale } from "./widget-settings.ts";

/** What a conversation shows of its latest rating. */
export const shownRating = z.object({
  score: z.number().int(),
  scale: ratingScale,
  comment: z.string().nullable(),
  ratedAt: instant,
});
