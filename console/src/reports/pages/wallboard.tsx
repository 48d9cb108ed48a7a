import type { LiveReport } from "@livechat/contract";
import { useEffect } from "react";
import { useCall } from "../../client/call.ts";
import { useLoaded } from "../../client/use-loaded.ts";
import { useNow } from "../../client/use-now.ts";
import { Problem } from "../../parts/problem.tsx";
import type { Texts } from "../../texts/texts.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import { shownSeconds } from "../format.ts";
import { Loading } from "../report-page.tsx";
import { ReportTable, type TableData } from "../report-table.tsx";

const EVERY_MS = 10_000;

function Big({ label, value }: { label: string; value: string }) {
  return (
    <div className="stat big">
      <dt>{label}</dt>
      <dd>
        <strong>{value}</strong>
      </dd>
    </div>
  );
}

/** Who is there now, with what. */
function agentsTable(t: Texts, { agents }: LiveReport): TableData {
  return {
    name: "agents",
    head: [t("why.agent"), t("reports.status"), t("reports.chatsNow"), t("reports.places")],
    rows: agents.map(({ id, name, status, active, capacity }) => ({
      key: id,
      cells: [
        { text: name },
        { text: t(`status.${status}`) },
        { text: t.number(active), isNumber: true },
        { text: t.number(capacity), isNumber: true },
      ],
    })),
  };
}

/** Who waits now, and for how long. */
function groupsTable(t: Texts, { groups }: LiveReport): TableData {
  return {
    name: "groups",
    head: [t("archive.group"), t("queue.waiting"), t("queue.longest")],
    rows: groups.map(({ id, name, waiting, longest_wait_seconds: longest }) => ({
      key: id,
      cells: [
        { text: name },
        { text: t.number(waiting), isNumber: true },
        { text: shownSeconds(t, longest), isNumber: true },
      ],
    })),
  };
}

/** What happens now, in numbers that are read from across the room. Asked for every ten seconds. */
export function Wallboard() {
  const t = useTexts();
  const call = useCall();
  const tick = useNow(EVERY_MS);
  const { data, problem, reload } = useLoaded("live", () => call("getLiveReport"));
  // biome-ignore lint/correctness/useExhaustiveDependencies: each tick asks anew
  useEffect(() => {
    void reload();
  }, [tick, reload]);
  if (!data) return problem ? <Problem text={problem} /> : <Loading />;
  return (
    <>
      <Problem text={problem} />
      <dl className="stats" aria-live="polite">
        <Big label={t("queue.waiting")} value={t.number(data.waiting)} />
        <Big label={t("queue.longest")} value={shownSeconds(t, data.longest_wait_seconds)} />
        <Big
          label={t("reports.chatsNow")}
          value={t("reports.nOfMany", { n: t.number(data.active), all: t.number(data.capacity) })}
        />
        <Big label={t("queue.online")} value={t.number(data.online)} />
        <Big label={t("reports.acceptingNow")} value={t.number(data.accepting)} />
      </dl>
      <div className="panel">
        <ReportTable table={groupsTable(t, data)} label={t("archive.group")} />
      </div>
      <div className="panel">
        <ReportTable table={agentsTable(t, data)} label={t("why.agent")} />
      </div>
    </>
  );
}
