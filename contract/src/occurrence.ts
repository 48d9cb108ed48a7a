import { z } from "zod";
import { OCCURRENCE_TYPES } from "./names.ts";

export const occurrenceType = z.enum(OCCURRENCE_TYPES);
export type OccurrenceType = z.infer<typeof occurrenceType>;
