import { z } from "zod";
import { LIMITS } from "./limits.ts";
import { localized } from "./locale.ts";
import { webAddress } from "./primitives.ts";

const entryId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "must be an id of up to 64 characters");

/** Something that the widget's home offers: a question, which begins a conversation with its text, or a link. */
export const homeEntry = z.strictObject({
  id: entryId,
  text: localized(LIMITS.MAX_HOME_ENTRY_CHARS),
  /** Where a link leads. null: it is a question. */
  url: webAddress.nullable(),
});
export type HomeEntry = z.infer<typeof homeEntry>;

export const homeSettings = z.strictObject({
  entries: z
    .array(homeEntry)
    .max(LIMITS.MAX_HOME_ENTRIES)
    .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, "must have ids of their own"),
});
export type HomeSettings = z.infer<typeof homeSettings>;

/** The home as its pages show it: the texts in one language; what says nothing in it stays behind. */
export const shownHome = z.object({
  entries: z.array(z.object({ id: z.string(), text: z.string(), url: z.string().nullable() })),
});
export type ShownHome = z.infer<typeof shownHome>;
