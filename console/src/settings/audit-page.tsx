import type { AuditEntry } from "@livechat/contract";
import { useState } from "react";
import { useLocation, useSearch } from "wouter";
import { useCall } from "../client/call.ts";
import { useAgentName, useAgentState } from "../client/context.tsx";
import { useLoaded } from "../client/use-loaded.ts";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import "../archive/archive.css";

const PAGE = "50";
const text = (values: Record<string, unknown> | null): string =>
  values === null
    ? ""
    : Object.entries(values)
        .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
        .join("\n");

function Entry({ entry }: { entry: AuditEntry }) {
  const t = useTexts();
  const agentName = useAgentName();
  const { actor, action, target, before, after, createdAt } = entry;
  return (
    <tr>
      <td className="number">{t.dateTime(createdAt)}</td>
      <td>{agentName(actor.id) ?? t(`audit.actor.${actor.type}`)}</td>
      <td>{action}</td>
      <td>
        {target.type} {agentName(target.id) ?? target.id}
      </td>
      <td className="audit-values">{text(before)}</td>
      <td className="audit-values">{text(after)}</td>
    </tr>
  );
}

/** Who changed what, and when. */
export function AuditPage() {
  const t = useTexts();
  const call = useCall();
  const [, go] = useLocation();
  const search = useSearch();
  const actorId = new URLSearchParams(search).get("actor") ?? "";
  const agents = useAgentState((state) => state.agents);
  const query = { limit: PAGE, ...(actorId && { actorId }) };
  const first = useLoaded(`audit-${actorId}`, () => call("listAudit", { query }));
  const [more, setMore] = useState<{ of: string; items: AuditEntry[]; next: string | null } | null>(null);
  const further = more?.of === actorId ? more : null;
  const items = [...(first.data?.items ?? []), ...(further?.items ?? [])];
  const next = further ? further.next : (first.data?.nextPageToken ?? null);
  const loadMore = async (pageToken: string) => {
    const page = await call("listAudit", { query: { ...query, pageToken } });
    setMore({ of: actorId, items: [...(further?.items ?? []), ...page.items], next: page.nextPageToken });
  };
  return (
    <>
      <h1>{t("settings.audit")}</h1>
      <form
        className="filters"
        aria-label={t("archive.filters")}
        onSubmit={(event) => event.preventDefault()}
      >
        <label>
          <span>{t("audit.who")}</span>
          <select
            className="field"
            value={actorId}
            onChange={(event) => go(`/settings/audit?actor=${event.currentTarget.value}`, { replace: true })}
          >
            <option value="">{t("archive.any")}</option>
            {agents.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </form>
      <Problem text={first.problem?.message} />
      {!first.isLoading && items.length === 0 && <p className="empty">{t("audit.none")}</p>}
      {items.length > 0 && (
        <div className="panel table-scroll">
          <table className="table">
            <thead>
              <tr>
                {(["when", "who", "what", "target", "before", "after"] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`audit.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {next && (
        <p className="form-buttons more">
          <button type="button" className="button" onClick={() => void loadMore(next)}>
            {t("actions.more")}
          </button>
        </p>
      )}
    </>
  );
}
