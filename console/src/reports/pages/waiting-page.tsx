import { useTexts } from "../../texts/use-texts.tsx";
import { Chart } from "../chart.tsx";
import { shownSeconds } from "../format.ts";
import type { Durations, Overview, Read } from "../report-data.ts";
import { type ReportPageProps, withOverview } from "../report-page.tsx";
import type { TableData } from "../report-table.tsx";
import { DurationStat, Stat } from "../stat.tsx";
import { toChats } from "../to-chats.ts";

function useDurations(now: Read<Overview>, name: string, of: (row: Overview) => Durations): TableData {
  const t = useTexts();
  const head = [
    t("reports.when"),
    t("reports.count"),
    t("reports.average"),
    t("reports.median"),
    t("reports.p90"),
    t("reports.business"),
  ];
  const rows = now.rows.map(({ key, row }) => {
    const { count, average, median, p90, business } = of(row);
    const times = [average, median, p90, business.median];
    return {
      key,
      cells: [
        { text: key },
        { text: t.number(count), isNumber: true },
        ...times.map((seconds) => ({ text: shownSeconds(t, seconds), isNumber: true })),
      ],
    };
  });
  return { name, head, rows };
}

function DurationChart({
  now,
  of,
  title,
}: {
  now: Read<Overview>;
  of: (row: Overview) => Durations;
  title: string;
}) {
  const t = useTexts();
  const table = useDurations(now, title, of);
  const series = [
    { name: t("reports.median"), values: now.rows.map(({ row }) => of(row).median) },
    { name: t("reports.p90"), values: now.rows.map(({ row }) => of(row).p90) },
  ];
  const format = (seconds: number) => shownSeconds(t, seconds);
  return <Chart title={title} kind="lines" series={series} table={table} format={format} />;
}

/** Who waits too long? */
export const WaitingPage = withOverview(function WaitingPage({ asked, now, former }: ReportPageProps) {
  const t = useTexts();
  const [total, before] = [now.total, former.total];
  return (
    <>
      <dl className="stats">
        <DurationStat
          label={t("reports.firstResponse")}
          now={total.first_response_time}
          former={before.first_response_time}
          to={toChats(asked, { outcome: "answered" })}
        />
        <DurationStat
          label={t("reports.response")}
          now={total.response_time}
          former={before.response_time}
          to={toChats(asked, { outcome: "answered" })}
        />
        <DurationStat
          label={t("reports.queue")}
          now={total.queue}
          former={before.queue}
          to={toChats(asked, {})}
        />
        <DurationStat
          label={t("reports.queueLeft")}
          now={total.queue_left}
          former={before.queue_left}
          to={toChats(asked, { outcome: "abandoned" })}
        />
        <Stat
          label={t("reports.longestQueue")}
          value={shownSeconds(t, total.queue.max)}
          former={shownSeconds(t, before.queue.max)}
        />
      </dl>
      <DurationChart title={t("reports.firstResponse")} now={now} of={(row) => row.first_response_time} />
      <DurationChart title={t("reports.queue")} now={now} of={(row) => row.queue} />
    </>
  );
});
