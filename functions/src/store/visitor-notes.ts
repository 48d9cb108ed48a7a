import { visitorNote } from "@livechat/contract";
import { z } from "zod";
import { defineCollection } from "./collection.ts";

/**
 * What the team has noted of a visitor, by the visitor's id: all of it in one document, because it is read together, and
 * apart from the visitor's, because the rules let agents listen to that one.
 */
export const visitorNotes = defineCollection(
  "visitorNotes",
  z.object({
    /** Oldest first, at most `MAX_NOTES_PER_VISITOR`. */
    notes: z.array(visitorNote),
    updatedAt: z.string(),
  }),
  "note",
);
