import type { ReactNode } from "react";
import { csvOf } from "../parts/csv.ts";
import { saveFile } from "../parts/save-file.ts";
import { useTexts } from "../texts/use-texts.tsx";

/** A cell: what is shown, and where that is more than words, what of it a file holds. */
export interface Cell {
  readonly text: string;
  readonly shown?: ReactNode;
  readonly isNumber?: boolean;
}

export interface TableData {
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly Cell[] }[];
}

/** Exactly what is shown, as a file. */
export const csvOfTable = ({ head, rows }: TableData): string =>
  csvOf([head, ...rows.map(({ cells }) => cells.map(({ text }) => text))]);

export function SaveButton({ table }: { table: TableData }) {
  const t = useTexts();
  return (
    <button
      type="button"
      className="button"
      onClick={() => saveFile(`${table.name}.csv`, "text/csv", ["\uFEFF", csvOfTable(table)])}
    >
      {t("reports.csv")}
    </button>
  );
}

export function TableHead({ head }: Pick<TableData, "head">) {
  return (
    <thead>
      <tr>
        {head.map((text) => (
          <th key={text} scope="col">
            {text}
          </th>
        ))}
      </tr>
    </thead>
  );
}

export function ReportTable({ table, label }: { table: TableData; label: string }) {
  return (
    // Scrolls by the keyboard, too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached
    <section className="table-scroll" aria-label={label} tabIndex={0}>
      <table className="table">
        <TableHead head={table.head} />
        <tbody>
          {table.rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map(({ text, shown, isNumber }, i) => (
                <td key={table.head[i]} className={isNumber ? "number" : ""}>
                  {shown ?? text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
