export interface Table {
  title: string;
  columns: string[];
  rows: (string | number)[][];
}

/** Lays a table out for a terminal: text to the left, numbers to the right, one space-padded column each. */
export function formatTable(table: Table): string {
  const rows = table.rows.map((row) => row.map(String));
  const widths = table.columns.map((column, at) =>
    Math.max(column.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const numeric = table.columns.map((_, at) => table.rows.every((row) => typeof row[at] === "number"));
  const line = (cells: string[]): string =>
    cells
      .map((cell, at) => (numeric[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [table.title, rule, line(table.columns), rule, ...rows.map(line)].join("\n");
}
