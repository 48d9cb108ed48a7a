import { useState } from "react";
import { useTexts } from "../texts/use-texts.tsx";
import { ReportTable, SaveButton, type TableData } from "./report-table.tsx";

export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

interface Props {
  readonly title: string;
  readonly kind: "bars" | "lines";
  readonly series: readonly Series[];
  readonly table: TableData;
  format(value: number): string;
}

const WIDTH = 720;
const HEIGHT = 160;
const PAD = 4;

const highest = (series: readonly Series[]): number =>
  Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));

function Bars({ series, max }: { series: readonly Series[]; max: number }) {
  const count = series[0]?.values.length ?? 0;
  const step = WIDTH / Math.max(1, count);
  const width = Math.max(1, (step - PAD) / series.length);
  return series.map(({ name, values }, s) =>
    values.map((value, i) => {
      const height = max === 0 ? 0 : ((value ?? 0) / max) * HEIGHT;
      const x = i * step + s * width + PAD / 2;
      return (
        <rect
          key={`${name} ${x}`}
          className={`series-${s}`}
          x={x}
          y={HEIGHT - height}
          width={width}
          height={height}
        />
      );
    }),
  );
}

function Lines({ series, max }: { series: readonly Series[]; max: number }) {
  const at = (value: number, i: number, count: number) => {
    const x = count < 2 ? WIDTH / 2 : (i / (count - 1)) * WIDTH;
    return `${x.toFixed(1)},${(HEIGHT - (max === 0 ? 0 : (value / max) * HEIGHT)).toFixed(1)}`;
  };
  return series.map(({ name, values }, s) => {
    const points = values.flatMap((value, i) => (value === null ? [] : [at(value, i, values.length)]));
    return <polyline key={name} className={`line-${s}`} points={points.join(" ")} />;
  });
}

/** A chart that is also a table, with the same numbers, and as a file. */
export function Chart({ title, kind, series, table, format }: Props) {
  const t = useTexts();
  const [isTable, setTable] = useState(false);
  const max = highest(series);
  const [first, last] = [table.rows[0]?.cells[0]?.text, table.rows.at(-1)?.cells[0]?.text];
  return (
    <section className="panel chart">
      <header className="chart-head">
        <h2>{title}</h2>
        <button type="button" className="button" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {t("reports.asTable")}
        </button>
        <SaveButton table={table} />
      </header>
      {isTable ? (
        <ReportTable table={table} label={title} />
      ) : (
        <figure>
          <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={title}>
            {kind === "bars" ? <Bars series={series} max={max} /> : <Lines series={series} max={max} />}
          </svg>
          <figcaption>
            <span>{first}</span>
            <span>{t("reports.highest", { value: format(max) })}</span>
            <span>{last}</span>
          </figcaption>
          {series.length > 1 && (
            <ul className="legend">
              {series.map(({ name }, s) => (
                <li key={name}>
                  <span className={`swatch key-${s}`} />
                  {name}
                </li>
              ))}
            </ul>
          )}
        </figure>
      )}
    </section>
  );
}
