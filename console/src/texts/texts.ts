import type { en } from "./en.ts";

export type TextKey = keyof typeof en;
export type Table = Record<TextKey, string>;
export type Values = Readonly<Record<string, string | number>>;

/** Keys that have a form for one and a form for other numbers: `name.one`, `name.other`. */
export type CountKey = TextKey extends infer K ? (K extends `${infer Base}.other` ? Base : never) : never;

export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

/** What the console says, in one language, and how it writes numbers and times there. */
export interface Texts {
  readonly language: Language;
  (key: TextKey, values?: Values): string;
  has(key: string): key is TextKey;
  /** The service's sentence of that name; null where the language has none of its own. */
  reason(name: string, values?: Values): string | null;
  /** By the language's rule for numbers; `{n}` is the number. */
  count(key: CountKey, n: number, values?: Values): string;
  number(value: number): string;
  /** "3 min", "2 h", "5 d": the largest unit alone. */
  duration(milliseconds: number): string;
  /** "14:05" */
  time(at: string): string;
  /** "Today", "Yesterday", "Monday, 3 March" */
  day(at: string, now: number): string;
  dateTime(at: string): string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const fill = (text: string, values: Values): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

const dayNumber = (time: number): number => new Date(time).setHours(0, 0, 0, 0);

/** One set of formatters for a language: making one costs more than a thousand uses. */
function formatters(language: Language) {
  return {
    plural: new Intl.PluralRules(language),
    number: new Intl.NumberFormat(language),
    time: new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }),
    day: new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" }),
    dayOfYear: new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric" }),
    dateTime: new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }),
  };
}

function durationOf(t: (key: TextKey, values?: Values) => string, milliseconds: number): string {
  if (milliseconds < MINUTE_MS) return t("time.seconds", { n: Math.max(0, Math.floor(milliseconds / 1000)) });
  if (milliseconds < HOUR_MS) return t("time.minutes", { n: Math.floor(milliseconds / MINUTE_MS) });
  if (milliseconds < DAY_MS) return t("time.hours", { n: Math.floor(milliseconds / HOUR_MS) });
  return t("time.days", { n: Math.floor(milliseconds / DAY_MS) });
}

/** The console's texts from the table of a language. */
export function textsOf(
  language: Language,
  table: Table,
  reasons: Readonly<Record<string, string>> = {},
): Texts {
  const format = formatters(language);
  const t = (key: TextKey, values: Values = {}): string => fill(table[key], values);
  return Object.assign(t, {
    language,
    has: (key: string): key is TextKey => Object.hasOwn(table, key),
    reason: (name: string, values: Values = {}) => (reasons[name] ? fill(reasons[name], values) : null),
    count: (key: CountKey, n: number, values: Values = {}) => {
      const form = format.plural.select(n) === "one" ? "one" : "other";
      return t(`${key}.${form}` as TextKey, { n: format.number.format(n), ...values });
    },
    number: (value: number) => format.number.format(value),
    duration: (milliseconds: number) => durationOf(t, milliseconds),
    time: (at: string) => format.time.format(new Date(at)),
    day: (at: string, now: number) => {
      const ago = Math.round((dayNumber(now) - dayNumber(Date.parse(at))) / DAY_MS);
      if (ago === 0) return t("time.today");
      if (ago === 1) return t("time.yesterday");
      const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
      return (isThisYear ? format.day : format.dayOfYear).format(new Date(at));
    },
    dateTime: (at: string) => format.dateTime.format(new Date(at)),
  });
}
