import { useTexts } from "../../texts/use-texts.tsx";
import { Chart } from "../chart.tsx";
import { shownShare } from "../format.ts";
import type { Asked } from "../period.ts";
import type { Overview, Read } from "../report-data.ts";
import { type ReportPageProps, withOverview } from "../report-page.tsx";
import type { TableData } from "../report-table.tsx";
import { CountStat, DurationStat, SatisfactionStat } from "../stat.tsx";
import { toChats } from "../to-chats.ts";

function Sentences({ now, former }: { now: Overview; former: Overview }) {
  const t = useTexts();
  const answered = now.closed === 0 ? null : now.answered / now.closed;
  return (
    <p className="sentences">
      {t("reports.said.chats", { now: t.number(now.total), former: t.number(former.total) })}{" "}
      {t("reports.said.answered", { share: shownShare(t, answered), abandoned: t.number(now.abandoned) })}{" "}
      {t("reports.said.rated", { share: shownShare(t, now.ratings.satisfaction) })}
    </p>
  );
}

function Numbers({ asked, now, former }: { asked: Asked; now: Overview; former: Overview }) {
  const t = useTexts();
  return (
    <dl className="stats">
      <CountStat
        label={t("reports.chats")}
        now={now.total}
        former={former.total}
        to={toChats(asked, { by: "started" })}
      />
      <CountStat
        label={t("reports.answered")}
        now={now.answered}
        former={former.answered}
        to={toChats(asked, { outcome: "answered" })}
      />
      <CountStat
        label={t("reports.missed")}
        now={now.missed}
        former={former.missed}
        to={toChats(asked, { outcome: "missed" })}
      />
      <CountStat
        label={t("reports.abandoned")}
        now={now.abandoned}
        former={former.abandoned}
        lines={[t("reports.short", { n: t.number(now.abandoned_short) })]}
        to={toChats(asked, { outcome: "abandoned" })}
      />
      <CountStat label={t("reports.offline")} now={now.offline_messages} former={former.offline_messages} />
      <DurationStat
        label={t("reports.firstResponse")}
        now={now.first_response_time}
        former={former.first_response_time}
        to={toChats(asked, { outcome: "answered" })}
      />
      <DurationStat
        label={t("reports.duration")}
        now={now.duration}
        former={former.duration}
        to={toChats(asked, {})}
      />
      <SatisfactionStat now={now.ratings} former={former.ratings} />
    </dl>
  );
}

function useVolume(now: Read<Overview>): TableData {
  const t = useTexts();
  const head = [
    t("reports.when"),
    t("reports.chats"),
    t("reports.answered"),
    t("reports.missed"),
    t("reports.abandoned"),
  ];
  const rows = now.rows.map(({ key, row }) => ({
    key,
    cells: [
      { text: key },
      ...[row.total, row.answered, row.missed, row.abandoned].map((n) => ({
        text: t.number(n),
        isNumber: true,
      })),
    ],
  }));
  return { name: "chats", head, rows };
}

/** How are we doing? */
export const OverviewPage = withOverview(function OverviewPage({ asked, now, former }: ReportPageProps) {
  const t = useTexts();
  const table = useVolume(now);
  const series = [{ name: t("reports.chats"), values: now.rows.map(({ row }) => row.total) }];
  return (
    <>
      <Sentences now={now.total} former={former.total} />
      <Numbers asked={asked} now={now.total} former={former.total} />
      <Chart title={t("reports.volume")} kind="bars" series={series} table={table} format={t.number} />
    </>
  );
});
