import type { Agent } from "@livechat/contract";
import { useState } from "react";
import { useSearch } from "wouter";
import { sayProblem } from "../actions/toasts.ts";
import { allPages, pageQuery } from "../client/all-pages.ts";
import { useCall } from "../client/call.ts";
import { useAgentState, useGroupName, useMe } from "../client/context.tsx";
import { useLoaded } from "../client/use-loaded.ts";
import { Face } from "../parts/face.tsx";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { AgentDialog } from "./agent-dialog.tsx";

function AgentRow({ agent, onOpen }: { agent: Agent; onOpen(): void }) {
  const t = useTexts();
  const groupName = useGroupName();
  const { name, email, avatarUrl, role, status, acceptingChats, activeChats, maxConcurrentChats, groupIds } =
    agent;
  const paused = status === "online" && !acceptingChats;
  return (
    <tr>
      <td>
        <span className="with-face">
          <Face name={name} url={avatarUrl} status={paused ? "away" : status} />
          <span>
            <button type="button" className="link-button" onClick={onOpen}>
              <bdi>{name}</bdi>
            </button>
            <br />
            <span className="quiet">{email}</span>
          </span>
        </span>
      </td>
      <td>{t(`role.${role}`)}</td>
      <td>{paused ? t("me.paused") : t(`status.${status}`)}</td>
      <td className="number">
        {activeChats}/{maxConcurrentChats}
      </td>
      <td>
        <span className="chips-cell">
          {groupIds.map((id) => (
            <span key={id} className="chip">
              {groupName(id) ?? id}
            </span>
          ))}
        </span>
      </td>
    </tr>
  );
}

/** Those who left, and a way back for them. */
function DeletedAgents() {
  const t = useTexts();
  const call = useCall();
  const agents = useAgentState((state) => state.agents);
  const { data, problem, reload } = useLoaded(`deleted-${agents.length}`, async () => {
    const all = await allPages((pageToken) =>
      call("listAgents", { query: { ...pageQuery(pageToken), includeDeleted: "true" } }),
    );
    return all.filter(({ isDeleted }) => isDeleted);
  });
  const restore = async (id: string) => {
    try {
      await call("restoreAgent", { params: { id } });
      await reload();
    } catch (error) {
      sayProblem(error);
    }
  };
  if (problem) return <Problem text={problem.message} />;
  if (!data || data.length === 0) return null;
  return (
    <details className="card">
      <summary>
        <h2>{t.count("people.deleted", data.length)}</h2>
      </summary>
      <ul>
        {data.map(({ id, name, email }) => (
          <li key={id} className="form-buttons">
            <bdi>{name}</bdi> <span className="quiet">{email}</span>
            <button type="button" className="button" onClick={() => void restore(id)}>
              {t("people.restore")}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The team as it is now; an admin changes it. */
export function AgentsPage() {
  const t = useTexts();
  const me = useMe();
  const asked = new URLSearchParams(useSearch()).get("id");
  const agents = useAgentState((state) => state.agents);
  const [openId, setOpenId] = useState<string | null>(asked);
  const isAdmin = me.role === "admin";
  const opened = openId === "new" ? null : (agents.find(({ id }) => id === openId) ?? undefined);
  const columns = ["name", "role", "status", "chats", "groups"] as const;
  return (
    <>
      <header className="page-head">
        <h1>{t("people.agents")}</h1>
        {isAdmin && (
          <button type="button" className="button primary" onClick={() => setOpenId("new")}>
            {t("people.addAgent")}
          </button>
        )}
      </header>
      <div className="panel table-scroll">
        <table className="table">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`people.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {agents.map((agent) => (
              <AgentRow key={agent.id} agent={agent} onOpen={() => setOpenId(agent.id)} />
            ))}
          </tbody>
        </table>
      </div>
      {isAdmin && <DeletedAgents />}
      {openId !== null && opened !== undefined && (
        <AgentDialog key={openId} agent={opened} onDone={() => setOpenId(null)} />
      )}
    </>
  );
}
