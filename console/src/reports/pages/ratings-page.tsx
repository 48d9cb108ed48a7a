import { useCall } from "../../client/call.ts";
import { useLoaded } from "../../client/use-loaded.ts";
import { Problem } from "../../parts/problem.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import { Chart } from "../chart.tsx";
import { shownShare } from "../format.ts";
import { type Asked, queryOf, searchOf } from "../period.ts";
import { type ReportPageProps, withOverview } from "../report-page.tsx";
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
      <Problem text={problem?.message} />
      {data && <ChatsTable title={t("reports.badRatings")} rows={data.items} />}
    </>
  );
}

/** What do they say of us? */
export const RatingsPage = withOverview(function RatingsPage({ asked, now, former }: ReportPageProps) {
  const t = useTexts();
  const [ratings, before] = [now.total.ratings, former.total.ratings];
  const series = [
    { name: t("reports.good"), values: now.rows.map(({ row }) => row.ratings.good) },
    { name: t("reports.bad"), values: now.rows.map(({ row }) => row.ratings.bad) },
  ];
  const rows = now.rows.map(({ key, row: { ratings: own } }) => ({
    key,
    cells: [
      { text: key },
      ...[own.good, own.bad, own.asked].map((n) => ({ text: t.number(n), isNumber: true })),
      { text: shownShare(t, own.satisfaction), isNumber: true },
    ],
  }));
  const head = [
    t("reports.when"),
    t("reports.good"),
    t("reports.bad"),
    t("reports.asked"),
    t("reports.satisfaction"),
  ];
  const title = t("reports.ratingsOverTime");
  return (
    <>
      <dl className="stats">
        <SatisfactionStat now={ratings} former={before} />
        <CountStat
          label={t("reports.good")}
          now={ratings.good}
          former={before.good}
          to={toChats(asked, { rating: "good" })}
        />
        <CountStat
          label={t("reports.bad")}
          now={ratings.bad}
          former={before.bad}
          to={toChats(asked, { rating: "bad" })}
        />
        <Stat
          label={t("reports.responseRate")}
          value={shownShare(t, ratings.response_rate)}
          former={shownShare(t, before.response_rate)}
          lines={[t("reports.askedOf", { n: t.number(ratings.asked) })]}
        />
      </dl>
      <Chart
        title={title}
        kind="bars"
        series={series}
        table={{ name: title, head, rows }}
        format={t.number}
      />
      <Comments asked={asked} />
    </>
  );
});
