/** Plain JSON data. -0 is kept apart from 0: Firestore doubles need it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** JSON.stringify, except that -0 is written as `-0`, which JSON parsers read back as negative zero. */
export function jsonText(value: Json, indent = 0): string {
  return write(value, indent, "");
}

function write(value: Json, indent: number, margin: string): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : JSON.stringify(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const inner = margin + " ".repeat(indent);
  if (Array.isArray(value)) {
    return enclose(
      "[",
      value.map((item) => write(item, indent, inner)),
      "]",
      indent === 0 ? undefined : { margin, inner },
    );
  }
  const colon = indent === 0 ? ":" : ": ";
  const members = Object.entries(value).map(
    ([key, item]) => JSON.stringify(key) + colon + write(item, indent, inner),
  );
  return enclose("{", members, "}", indent === 0 ? undefined : { margin, inner });
}

function enclose(
  open: string,
  parts: string[],
  close: string,
  layout: { margin: string; inner: string } | undefined,
): string {
  if (layout === undefined || parts.length === 0) return open + parts.join(",") + close;
  const { margin, inner } = layout;
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${margin}${close}`;
}
