import { z } from "zod";
import { LIMITS } from "./limits.ts";
import { email, line } from "./primitives.ts";

/** What a visitor says of themself; all optional. */
export const visitorFacts = z.strictObject({
  name: line(LIMITS.MAX_NAME_CHARS).optional(),
  email: email.optional(),
  locale: z
    .string()
    .max(LIMITS.MAX_LOCALE_CHARS)
    .regex(/^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$/, "must be a language tag")
    .optional(),
});
export type VisitorFacts = z.output<typeof visitorFacts>;
