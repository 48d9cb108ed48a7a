import { useCall } from "../client/call.ts";
import { useLoaded } from "../client/use-loaded.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { Chart } from "./chart.tsx";
import { ChatsTable } from "./chats-page.tsx";
import { shownShare } from "./format.ts";
import { type Asked, queryOf, searchOf } from "./period.ts";
import { Problem, type ReportPageProps, withOverview } from "./report-page.tsx";
import { Stat } from "./stat.tsx";
import { toChats } from "./to-chats.ts";

/** The latest words of visitors. */
function Comments({ asked }: { asked: Asked }) {
  const t = useTexts();
  const call = useCall();
  const { data, problem } = useLoaded(`comments${searchOf(asked)}`, () =>
    call("listConversationRows", { query: { ...queryOf(asked), rating: "bad" } }),
  );
  return (
    <>
      <Problem problem={problem} />
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
        <Stat
          label={t("reports.satisfaction")}
          value={shownShare(t, ratings.satisfaction)}
          former={shownShare(t, before.satisfaction)}
          lines={[t.count("reports.ratings", ratings.good + ratings.bad)]}
        />
        <Stat
          label={t("reports.good")}
          value={t.number(ratings.good)}
          former={t.number(before.good)}
          to={toChats(asked, { rating: "good" })}
        />
        <Stat
          label={t("reports.bad")}
          value={t.number(ratings.bad)}
          former={t.number(before.bad)}
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
