import type { Agent, AgentStats } from "@livechat/contract";
import { useState } from "react";
import { useCall } from "../client/call.ts";
import { mayOversee, useAgentState, useMe } from "../client/context.tsx";
import { useLoaded } from "../client/use-loaded.ts";
import "../archive/archive.css";
import "../parts/form.css";
import { Face } from "../parts/face.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { csvOf } from "./csv.ts";

const DAY_MS = 24 * 3600_000;
const COUNTS = ["assignedTotal", "closedTotal", "transferredOutTotal", "messagesSentTotal"] as const;
const DURATIONS = ["averageFirstResponseSeconds", "averageHandlingSeconds"] as const;
const COLUMNS = [...COUNTS, ...DURATIONS];

interface Row {
  agent: Agent;
  stats: AgentStats;
}

const dayBefore = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);

function download(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function Table({ rows }: { rows: readonly Row[] }) {
  const t = useTexts();
  const seconds = (value: number | null) => (value === null ? "–" : t.duration(value * 1000));
  return (
    <div className="panel table-scroll">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("why.agent")}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {t(`stats.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ agent, stats }) => (
            <tr key={agent.id}>
              <td>
                <span className="with-face">
                  <Face name={agent.name} url={agent.avatarUrl} small />
                  <bdi>{agent.name}</bdi>
                </span>
              </td>
              {COUNTS.map((column) => (
                <td key={column} className="number">
                  {t.number(stats[column])}
                </td>
              ))}
              {DURATIONS.map((column) => (
                <td key={column} className="number">
                  {seconds(stats[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What agents have done between two days: one's own, and everybody's for who oversees. */
export default function ReportsPage() {
  const t = useTexts();
  const call = useCall();
  const me = useMe();
  const agents = useAgentState((state) => state.agents);
  const [range, setRange] = useState({ from: dayBefore(7), to: dayBefore(0) });
  const shown = mayOversee(me) ? agents : agents.filter(({ id }) => id === me.id);
  const { data, problem } = useLoaded(`${range.from}-${range.to}-${shown.length}`, () =>
    Promise.all(
      shown.map(async (agent): Promise<Row> => {
        const query = { from: `${range.from}T00:00:00Z`, to: `${range.to}T23:59:59Z` };
        return { agent, stats: await call("getAgentStats", { params: { id: agent.id }, query }) };
      }),
    ),
  );
  const save = () => {
    const head = [t("why.agent"), ...COLUMNS.map((column) => t(`stats.${column}`))];
    const lines = (data ?? []).map(({ agent, stats }) => [
      agent.name,
      ...COLUMNS.map((column) => stats[column]),
    ]);
    download(`agents-${range.from}-${range.to}.csv`, csvOf([head, ...lines]));
  };
  return (
    <>
      <header className="page-head">
        <h1>{t("reports.agents")}</h1>
        <button type="button" className="button" disabled={!data} onClick={save}>
          {t("reports.csv")}
        </button>
      </header>
      <form
        className="filters"
        aria-label={t("archive.filters")}
        onSubmit={(event) => event.preventDefault()}
      >
        {(["from", "to"] as const).map((name) => (
          <label key={name}>
            <span>{t(`archive.${name}`)}</span>
            <input
              className="field"
              type="date"
              value={range[name]}
              onChange={(event) =>
                event.currentTarget.value && setRange({ ...range, [name]: event.currentTarget.value })
              }
            />
          </label>
        ))}
        <span className="quiet">{t("reports.utc")}</span>
      </form>
      {problem && (
        <p role="alert" className="problem">
          {problem.message}
        </p>
      )}
      {data && <Table rows={data} />}
    </>
  );
}
