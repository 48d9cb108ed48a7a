import { useCall } from "../../client/call.ts";
import { useLoaded } from "../../client/use-loaded.ts";
import { Problem } from "../../parts/problem.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import { HeatMap } from "../heat-map.tsx";
import { type Asked, searchOf } from "../period.ts";
import { readReport } from "../report-data.ts";
import { Loading } from "../report-page.tsx";
import { weekOf } from "../week.ts";

/** When should we be open? Day by hour: how many chats begin, and for how long anybody was there. */
export function HoursPage({ asked }: { asked: Asked }) {
  const t = useTexts();
  const call = useCall();
  const { data, problem } = useLoaded(`hours${searchOf(asked)}`, async () => {
    const distribution = "hour" as const;
    const [chats, there] = await Promise.all([
      readReport<{ total: number }>(call, { name: "total_chats", asked, distribution }),
      readReport<{ hours: number }>(call, { name: "agents_availability", asked, distribution }),
    ]);
    return {
      chats: weekOf(
        chats.rows.map(({ key, row }) => ({ key, value: row.total })),
        "sum",
      ),
      there: weekOf(
        there.rows.map(({ key, row }) => ({ key, value: row.hours })),
        "mean",
      ),
    };
  });
  if (!data) return problem ? <Problem text={problem} /> : <Loading />;
  return (
    <>
      <HeatMap title={t("reports.chatsByHour")} week={data.chats} format={(n) => t.number(n)} />
      <HeatMap
        title={t("reports.staffedByHour")}
        week={data.there}
        format={(share) => t("reports.percent", { n: t.number(Math.round(share * 100)) })}
      />
    </>
  );
}
