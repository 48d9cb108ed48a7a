import { Link } from "wouter";
import { useCall } from "../../client/call.ts";
import { useLoaded } from "../../client/use-loaded.ts";
import { Problem } from "../../parts/problem.tsx";
import type { Texts } from "../../texts/texts.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import { shownSeconds, shownShare } from "../format.ts";
import { type Asked, before, searchOf } from "../period.ts";
import { type AgentLine, readReport } from "../report-data.ts";
import { Loading } from "../report-page.tsx";
import { type Cell, ReportTable, SaveButton, type TableData } from "../report-table.tsx";
import { toChats } from "../to-chats.ts";

const ONE_DIGIT = 10;

/** An agent's chats, beside how many they were before, as a link to them. */
function chatsCell(
  t: Texts,
  line: AgentLine,
  { id, former, asked }: { id: string; former: number; asked: Asked },
): Cell {
  const text = t.number(line.chats_count);
  const shown = (
    <>
      <Link href={toChats(asked, { agent: id })}>{text}</Link>{" "}
      <span className="quiet">{t("reports.before", { value: t.number(former) })}</span>
    </>
  );
  return { text, shown, isNumber: true };
}

function cellsOf(t: Texts, line: AgentLine): Cell[] {
  const { occupancy, concurrency, first_response: first, handling, ratings } = line;
  const texts = [
    shownShare(t, occupancy),
    concurrency === null ? "–" : t.number(Math.round(concurrency * ONE_DIGIT) / ONE_DIGIT),
    shownSeconds(t, line.accepting_chats_time),
    shownSeconds(t, line.chatting_time),
    shownSeconds(t, first.average),
    shownSeconds(t, first.median),
    shownSeconds(t, first.p90),
    t.number(first.count),
    shownSeconds(t, handling.median),
    t.number(line.missed),
    shownShare(t, ratings.satisfaction),
    t.number(ratings.good + ratings.bad),
  ];
  return texts.map((text) => ({ text, isNumber: true }));
}

function headOf(t: Texts): string[] {
  return [
    t("why.agent"),
    t("reports.chats"),
    t("reports.occupancy"),
    t("reports.concurrency"),
    t("reports.accepting"),
    t("reports.chatting"),
    t("reports.firstResponse"),
    t("reports.median"),
    t("reports.p90"),
    t("reports.count"),
    t("reports.handling"),
    t("reports.missed"),
    t("reports.satisfaction"),
    t("reports.rated"),
  ];
}

/** Who is overloaded? The busiest first. */
export function LoadPage({ asked }: { asked: Asked }) {
  const t = useTexts();
  const call = useCall();
  const { data, problem } = useLoaded(`load${searchOf(asked)}`, async () => {
    const distribution = "month" as const;
    const [now, former] = await Promise.all([
      readReport<AgentLine>(call, { name: "agents_performance", asked, distribution }),
      readReport<AgentLine>(call, { name: "agents_performance", asked: before(asked), distribution }),
    ]);
    return { now, former };
  });
  if (!data) return problem ? <Problem text={problem} /> : <Loading />;
  const counts = new Map(data.former.rows.map(({ key, row }) => [key, row.chats_count]));
  const lines = data.now.rows.toSorted((a, b) => (b.row.occupancy ?? -1) - (a.row.occupancy ?? -1));
  const table: TableData = {
    name: t("reports.load"),
    head: headOf(t),
    rows: lines.map(({ key: id, row }) => {
      const chats = chatsCell(t, row, { id, former: counts.get(id) ?? 0, asked });
      return { key: id, cells: [{ text: row.name }, chats, ...cellsOf(t, row)] };
    }),
  };
  return (
    <section className="panel">
      <header className="chart-head">
        <h2>{t("reports.loadOf")}</h2>
        <SaveButton table={table} />
      </header>
      <p className="quiet">{t("reports.loadHint")}</p>
      <ReportTable table={table} label={t("reports.loadOf")} />
    </section>
  );
}
