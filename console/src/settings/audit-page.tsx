import type { AuditEntry } from "@livechat/contract";
import { useState } from "react";
import { useLocation, useSearch } from "wouter";
import { useCall } from "../client/call.ts";
import { useAgentName, useAgentState } from "../client/context.tsx";
import { useLoaded } from "../client/use-loaded.ts";
import { ListTable } from "../parts/list-table.tsx";
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

const COLUMNS = ["when", "who", "what", "target", "before", "after"] as const;

/** The entries of one actor, or of all for "": the newest, and more when asked. */
function useAudit(actorId: string) {
  const call = useCall();
  const query = { limit: PAGE, ...(actorId && { actorId }) };
  const first = useLoaded(`audit-${actorId}`, () => call("listAudit", { query }));
  const [more, setMore] = useState<{ of: string; items: AuditEntry[]; next: string | null } | null>(null);
  const further = more?.of === actorId ? more : null;
  const next = further ? further.next : (first.data?.nextPageToken ?? null);
  const loadMore = async (pageToken: string) => {
    const page = await call("listAudit", { query: { ...query, pageToken } });
    setMore({ of: actorId, items: [...(further?.items ?? []), ...page.items], next: page.nextPageToken });
  };
  return {
    items: [...(first.data?.items ?? []), ...(further?.items ?? [])],
    isLoading: first.isLoading,
    problem: first.problem,
    loadMore: next === null ? null : () => loadMore(next),
  };
}

function ActorFilter({ actorId }: { actorId: string }) {
  const t = useTexts();
  const [, go] = useLocation();
  const agents = useAgentState((state) => state.agents);
  return (
    <form className="filters" aria-label={t("archive.filters")} onSubmit={(event) => event.preventDefault()}>
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
  );
}

/** Who changed what, and when. */
export function AuditPage() {
  const t = useTexts();
  const actorId = new URLSearchParams(useSearch()).get("actor") ?? "";
  const { items, isLoading, problem, loadMore } = useAudit(actorId);
  return (
    <>
      <h1>{t("settings.audit")}</h1>
      <ActorFilter actorId={actorId} />
      <Problem text={problem} />
      {!isLoading && items.length === 0 && <p className="empty">{t("audit.none")}</p>}
      {items.length > 0 && (
        <ListTable head={COLUMNS.map((column) => t(`audit.${column}`))} last={null}>
          {items.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ListTable>
      )}
      {loadMore && (
        <p className="form-buttons more">
          <button type="button" className="button" onClick={() => void loadMore()}>
            {t("actions.more")}
          </button>
        </p>
      )}
    </>
  );
}
