import { useCall } from "../../client/call.ts";
import { useLoaded } from "../../client/use-loaded.ts";
import { Problem } from "../../parts/problem.tsx";
import type { Texts } from "../../texts/texts.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import { Chart } from "../chart.tsx";
import { shownShare } from "../format.ts";
import { type Asked, queryOf, searchOf } from "../period.ts";
import { type ReportPageProps, withOverview } from "../report-page.tsx";
import type { TableData } from "../report-table.tsx";
import { CountStat, SatisfactionStat, Stat } from "../stat.tsx";
import { toChats } from "../to-chats.ts";
import { ChatsTable } from "./chats-page.tsx";

/** The latest words of visitors. */
function Comments({ asked }: { asked: Asked }) {
  const t = useTexts();
  const call = useCall();
  const { data, problem } = useLoaded(`comments${searchOf(asked)}`, () =>
    call("listConversationRows", { query: { ...queryOf(asked), rating: "bad" } }),
  );
  return (
    <>
      <Problem text={problem} />
      {data && <ChatsTable title={t("reports.badRatings")} rows={data.items} />}
    </>
  );
}

/** How many were good and bad, day by day, as a table beside the picture. */
function ratingsTable(t: Texts, name: string, rows: ReportPageProps["now"]["rows"]): TableData {
  const columns = ["when", "good", "bad", "asked", "satisfaction"] as const;
  return {
    name,
    head: columns.map((column) => t(`reports.${column}`)),
    rows: rows.map(({ key, row: { ratings } }) => ({
      key,
      cells: [
        { text: key },
        ...[ratings.good, ratings.bad, ratings.asked].map((n) => ({ text: t.number(n), isNumber: true })),
        { text: shownShare(t, ratings.satisfaction), isNumber: true },
      ],
    })),
  };
}

/** What do they say of us? */
export const RatingsPage = withOverview(function RatingsPage({ asked, now, former }: ReportPageProps) {
  const t = useTexts();
  const [ratings, before] = [now.total.ratings, former.total.ratings];
  const kinds = ["good", "bad"] as const;
  const series = kinds.map((kind) => ({
    name: t(`reports.${kind}`),
    values: now.rows.map(({ row }) => row.ratings[kind]),
  }));
  const title = t("reports.ratingsOverTime");
  const table = ratingsTable(t, title, now.rows);
  return (
    <>
      <dl className="stats">
        <SatisfactionStat now={ratings} former={before} />
        {kinds.map((kind) => (
          <CountStat
            key={kind}
            label={t(`reports.${kind}`)}
            now={ratings[kind]}
            former={before[kind]}
            to={toChats(asked, { rating: kind })}
          />
        ))}
        <Stat
          label={t("reports.responseRate")}
          value={shownShare(t, ratings.response_rate)}
          former={shownShare(t, before.response_rate)}
          lines={[t("reports.askedOf", { n: t.number(ratings.asked) })]}
        />
      </dl>
      <Chart title={title} kind="bars" series={series} table={table} format={t.number} />
      <Comments asked={asked} />
    </>
  );
});
