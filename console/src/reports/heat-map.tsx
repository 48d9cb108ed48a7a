import { useTexts } from "../texts/use-texts.tsx";
import { SaveButton, type TableData, TableHead } from "./report-table.tsx";
import { HOURS_OF_DAY, type Week } from "./week.ts";

/** As many shades as style has. */
const SHADES = 5;
const MONDAY = "2026-03-02T12:00:00";
const DAY_MS = 24 * 3600_000;

function shadeOf(value: number, max: number): number {
  return value === 0 || max === 0 ? 0 : Math.ceil((value / max) * SHADES);
}

const hours = Array.from({ length: HOURS_OF_DAY }, (_, hour) => hour);

/** Days by hours, the darker the more. Each cell says its number. */
export function HeatMap({
  title,
  week,
  format,
}: {
  title: string;
  week: Week;
  format(value: number): string;
}) {
  const t = useTexts();
  const names = new Intl.DateTimeFormat(t.language, { weekday: "short" });
  const days = week.map((_, i) => names.format(new Date(Date.parse(MONDAY) + i * DAY_MS)));
  const max = Math.max(0, ...week.flat());
  const table: TableData = {
    name: title,
    head: [t("reports.day"), ...hours.map(String)],
    rows: week.map((values, i) => ({
      key: String(i),
      cells: [
        { text: days[i] ?? "" },
        ...values.map((value) => ({ text: value === 0 ? "" : format(value) })),
      ],
    })),
  };
  return (
    <section className="panel chart">
      <header className="chart-head">
        <h2>{title}</h2>
        <SaveButton table={table} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached */}
      <section className="table-scroll" aria-label={title} tabIndex={0}>
        <table className="heat">
          <TableHead head={table.head} />
          <tbody>
            {table.rows.map(({ key, cells: [day, ...cells] }, i) => (
              <tr key={key}>
                <th scope="row">{day?.text}</th>
                {cells.map(({ text }, hour) => (
                  <td key={hours[hour]} className={`heat-${shadeOf(week[i]?.[hour] ?? 0, max)}`}>
                    {text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
