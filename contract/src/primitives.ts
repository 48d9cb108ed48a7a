import { z } from "zod";
import { LIMITS } from "./limits.ts";

/** An opaque id that can stand in a path and name a document. Firestore reserves ids like `__this__`. */
export const id = z
  .string()
  .min(1)
  .max(LIMITS.MAX_ID_CHARS)
  .regex(/^(?!__.*__$)[A-Za-z0-9_-]+$/, "must be an id");

/** A time in the API: RFC 3339, UTC. In Firestore the same field is a Timestamp. */
export const instant = z.iso.datetime();

/** A time given by a caller: RFC 3339 with any offset. */
export const instantInput = z.iso.datetime({ offset: true });

const CONTROL_OR_LONE_SURROGATE = /[\p{Cc}\p{Cs}]/u;

/**
 * Characters that show nothing: separators, controls, what Unicode tells programs to leave out, and the blank Braille
 * pattern. Source: Unicode Standard Annex #44, Default_Ignorable_Code_Point.
 */
const SHOWS_SOMETHING = /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether somebody who reads the text sees anything. */
export const isVisible = (value: string): boolean => SHOWS_SOMETHING.test(value);
const MUST_SHOW = "must hold a character that can be seen";

/** One line of text shown to people: trimmed, with something to be seen, no control characters. */
export const line = (maxChars: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxChars)
    .refine((text) => !CONTROL_OR_LONE_SURROGATE.test(text), "must not hold control characters")
    .refine(isVisible, MUST_SHOW);

/** Text of several lines. Lone surrogates cannot be stored as UTF-8 and are refused. */
export const text = (maxChars: number) =>
  z
    .string()
    .max(maxChars)
    .refine((value) => value.isWellFormed(), "must be well-formed Unicode");

/** Text of several lines that people write to each other: empty, or with something to be seen. */
export const writtenText = (maxChars: number) =>
  text(maxChars).refine((value) => value === "" || isVisible(value), MUST_SHOW);

/** What a browser's e-mail field takes. Source: https://html.spec.whatwg.org/#valid-e-mail-address */
export const email = z
  .string()
  .trim()
  .max(LIMITS.MAX_EMAIL_CHARS)
  .pipe(z.email({ pattern: z.regexes.html5Email }))
  .meta({
    format: "email",
  });

/** An https (or, for local set-ups, http) address. */
export const webAddress = z
  .url({ protocol: /^https?$/ })
  .max(LIMITS.MAX_URL_CHARS)
  .refine((value) => value.isWellFormed() && !CONTROL_OR_LONE_SURROGATE.test(value), "must be a web address");

const MAX_METADATA_DEPTH = 10;
const MAX_METADATA_KEY_CHARS = 500;

/** Whether metadata is small enough to be stored. */
export function fitsMetadataBytes(value: unknown): boolean {
  return new TextEncoder().encode(JSON.stringify(value)).length <= LIMITS.MAX_METADATA_BYTES;
}

function isStorableKey(key: string): boolean {
  return (
    key.length > 0 && key.length <= MAX_METADATA_KEY_CHARS && key.isWellFormed() && !/^__.*__$/s.test(key)
  );
}

/** Firestore holds no arrays in arrays, no reserved keys and no lone surrogates. */
function isStorable(value: unknown, depth = 0): boolean {
  if (depth > MAX_METADATA_DEPTH) return false;
  if (typeof value === "string") return value.isWellFormed();
  if (Array.isArray(value)) {
    return value.every((item) => !Array.isArray(item) && isStorable(item, depth + 1));
  }
  if (value === null || typeof value !== "object") return true;
  return Object.entries(value).every(([key, item]) => isStorableKey(key) && isStorable(item, depth + 1));
}

/** A JSON object of the caller's own, stored and returned as it is. Arrays directly in arrays are refused. */
export const metadata = z
  .record(z.string(), z.unknown())
  // First, and ending the check: whatever looks at each value looks at few.
  .refine(fitsMetadataBytes, {
    message: `must be at most ${LIMITS.MAX_METADATA_BYTES} bytes of JSON`,
    abort: true,
  })
  .refine(
    (value) => isStorable(value),
    "must be well-formed and nest at most 10 deep, without arrays in arrays and empty or __reserved__ keys",
  );

/** Whether, by `isDeleted`, a soft-deleted resource exists for the caller. */
export const softDelete = { isDeleted: z.boolean(), deletedAt: instant.nullable() };
export const timestamps = { createdAt: instant, updatedAt: instant };

/** One page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextPageToken: z.string().nullable() });
export type Page<Item> = { items: Item[]; nextPageToken: string | null };

/** `true` or `false` in a query string. */
export const queryBoolean = z.enum(["true", "false"]).transform((value) => value === "true");

/** A whole number written in a query string. */
export const queryInteger = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.number().int().min(min).max(max));

export const pageQuery = z.strictObject({
  limit: queryInteger(1, LIMITS.MAX_PAGE_ITEMS).optional(),
  pageToken: z.string().min(1).max(LIMITS.MAX_PAGE_TOKEN_CHARS).optional(),
});
export type PageQuery = z.output<typeof pageQuery>;

export const includeDeletedQuery = z.strictObject({ includeDeleted: queryBoolean.optional() });

/** For who keeps a copy: what has changed after a time, in the order of the changes. Either one of the two asks for it. */
export const syncQuery = z.strictObject({
  updatedAfter: instantInput.optional(),
  order: z.enum(["asc"]).optional(),
});
export type SyncQuery = z.output<typeof syncQuery>;

export const deletablePageQuery = pageQuery.extend({
  includeDeleted: queryBoolean.optional(),
  ...syncQuery.shape,
});
export const deepQuery = z.strictObject({ deep: queryBoolean.optional() });
export const timeRangeQuery = z.strictObject({ from: instantInput.optional(), to: instantInput.optional() });
