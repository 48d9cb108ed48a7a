import type { ConversationRow } from "@livechat/contract";
import { Link } from "wouter";
import { useCall } from "../../client/call.ts";
import { useLoaded } from "../../client/use-loaded.ts";
import { Problem } from "../../parts/problem.tsx";
import type { Texts } from "../../texts/texts.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import { shownSeconds } from "../format.ts";
import { type Asked, queryOf } from "../period.ts";
import { Loading } from "../report-page.tsx";
import { type Cell, ReportTable, SaveButton, type TableData } from "../report-table.tsx";
import { chatFilterFrom } from "../to-chats.ts";

/** More would be no list that anybody reads; the file of the API has all. */
const MAX_SHOWN = 500;

function cellsOf(t: Texts, row: ConversationRow): Cell[] {
  const name = row.visitor || t("visitor.anonymous");
  const times = [row.queue, row.first_response, row.average_response, row.duration];
  return [
    {
      text: name,
      shown: (
        <Link href={`/inbox/closed/${row.id}`}>
          <bdi>{name}</bdi>
        </Link>
      ),
    },
    { text: t.dateTime(row.started) },
    { text: row.group },
    { text: row.agents.join(", ") },
    { text: t(`reports.outcome.${row.outcome}`) },
    ...times.map((seconds) => ({ text: shownSeconds(t, seconds), isNumber: true })),
    { text: t.number(row.messages), isNumber: true },
    { text: row.tags.join(", ") },
    { text: row.rating === null ? "" : t.number(row.rating), isNumber: true },
    { text: row.comment ?? "" },
  ];
}

/** Chats, a line each, with a link to what was said. */
export function ChatsTable({ title, rows }: { title: string; rows: readonly ConversationRow[] }) {
  const t = useTexts();
  const shown = rows.slice(0, MAX_SHOWN);
  const table: TableData = {
    name: title,
    head: [
      t("archive.visitor"),
      t("reports.began"),
      t("archive.group"),
      t("archive.agent"),
      t("reports.outcome"),
      t("reports.queue"),
      t("reports.firstResponse"),
      t("reports.response"),
      t("reports.duration"),
      t("reports.messages"),
      t("archive.tag"),
      t("reports.rating"),
      t("reports.comment"),
    ],
    rows: shown.map((row) => ({ key: `${row.id} ${row.ended}`, cells: cellsOf(t, row) })),
  };
  return (
    <section className="panel">
      <header className="chart-head">
        <h2>{title}</h2>
        <SaveButton table={table} />
      </header>
      <p className="quiet">{t.count("reports.of", rows.length)}</p>
      {shown.length > 0 && <ReportTable table={table} label={title} />}
    </section>
  );
}

/** The chats behind a number. */
export function ChatsPage({ asked, search }: { asked: Asked; search: string }) {
  const t = useTexts();
  const call = useCall();
  const { agent, ...filter } = chatFilterFrom(search);
  const { data, problem } = useLoaded(search, () =>
    call("listConversationRows", {
      query: { ...queryOf(asked), ...filter, ...(agent && { agentId: agent }) },
    }),
  );
  if (!data) return problem ? <Problem text={problem} /> : <Loading />;
  return <ChatsTable title={t("reports.theChats")} rows={data.items} />;
}
