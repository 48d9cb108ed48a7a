export type Cell = string | number | null | readonly string[];

/** A text that a spreadsheet would take for a formula is shown to it as text. Source: OWASP, CSV Injection. */
const defused = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

function cellOf(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = defused(typeof value === "string" ? value : value.join("; "));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const BYTE_ORDER_MARK = "\uFEFF";

/** One line of comma-separated values as RFC 4180 has them. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellOf).join(",")}\r\n`;
