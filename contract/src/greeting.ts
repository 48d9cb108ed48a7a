import { z } from "zod";
import { LIMITS } from "./limits.ts";
import { localized } from "./locale.ts";

const operator = {
  text: z.enum(["contains", "equals", "startsWith", "matches"]),
  count: z.enum(["atLeast", "atMost"]),
};
const wanted = z.string().min(1).max(LIMITS.MAX_URL_CHARS);
const count = z.number().int().min(0).max(LIMITS.MAX_GREETING_COUNT);

/**
 * - `url`, `referrer`: the page's address, and where the visitor came from
 * - `timeOnPage`, `timeOnSite`: seconds, of this page and of this visit
 * - `pages`: how many of the site's pages this visit has seen
 * - `returning`: whether the browser was here before
 * - `event`: the name of an event that the page has told
 * - `language`: the visitor's language tag; `de` is also `de-CH`
 *
 * `matches` knows `*` for any text.
 */
export const greetingRule = z.discriminatedUnion("type", [
  z.strictObject({ type: z.enum(["url", "referrer", "event"]), operator: operator.text, value: wanted }),
  z.strictObject({
    type: z.enum(["timeOnPage", "timeOnSite", "pages"]),
    operator: operator.count,
    value: count,
  }),
  z.strictObject({ type: z.literal("returning"), operator: z.literal("is"), value: z.boolean() }),
  z.strictObject({ type: z.literal("language"), operator: z.literal("is"), value: wanted }),
]);
export type GreetingRule = z.infer<typeof greetingRule>;

const greetingId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "must be an id of up to 64 characters");

export const greeting = z.strictObject({
  id: greetingId,
  text: localized(LIMITS.MAX_GREETING_CHARS),
  rules: z.array(greetingRule).max(LIMITS.MAX_GREETING_RULES),
  match: z.enum(["all", "any"]),
  /** When a visitor who has seen it sees it again: never, in the next visit, or after so many hours. */
  again: z.union([z.enum(["never", "session"]), z.number().int().min(1).max(8_760)]),
  onlyWhenOpen: z.boolean(),
  isActive: z.boolean(),
});
export type Greeting = z.infer<typeof greeting>;

export const greetings = z
  .array(greeting)
  .max(LIMITS.MAX_GREETINGS)
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, "must have ids of their own");

/** A greeting as the page evaluates and shows it: its text in one language. Inactive ones stay behind. */
export const shownGreeting = z
  .object({
    id: z.string(),
    text: z.string(),
    rules: z.array(greetingRule),
    match: greeting.shape.match,
    again: greeting.shape.again,
    onlyWhenOpen: z.boolean(),
  })
  .meta({ id: "Greeting" });
export type ShownGreeting = z.infer<typeof shownGreeting>;

export const greetingCountType = z.enum(["shown", "opened", "dismissed", "answered"]);
export type GreetingCountType = z.infer<typeof greetingCountType>;
export const greetingCount = z.strictObject({ greetingId, type: greetingCountType });
