import type { Agent } from "@livechat/contract";
import { useState } from "react";
import { useSearch } from "wouter";
import { useCall } from "../client/call.ts";
import { useAgentState, useGroupName, useMe } from "../client/context.tsx";
import { DeletedList } from "../parts/deleted-list.tsx";
import { Face } from "../parts/face.tsx";
import { ListTable } from "../parts/list-table.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { AgentDialog } from "./agent-dialog.tsx";

const COLUMNS = ["name", "role", "status", "chats", "groups"] as const;

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

/** The team as it is now; an admin changes it. */
export function AgentsPage() {
  const t = useTexts();
  const call = useCall();
  const me = useMe();
  const asked = new URLSearchParams(useSearch()).get("id");
  const agents = useAgentState((state) => state.agents);
  const [openId, setOpenId] = useState<string | null>(asked);
  const isAdmin = me.role === "admin";
  const opened = openId === "new" ? null : (agents.find(({ id }) => id === openId) ?? undefined);
  return (
    <>
      <PageHead
        title={t("people.agents")}
        add={isAdmin && t("people.addAgent")}
        onAdd={() => setOpenId("new")}
      />
      <ListTable head={COLUMNS.map((column) => t(`people.column.${column}`))} last={null}>
        {agents.map((agent) => (
          <AgentRow key={agent.id} agent={agent} onOpen={() => setOpenId(agent.id)} />
        ))}
      </ListTable>
      {isAdmin && (
        <DeletedList
          others={agents.length}
          list={(query) => call("listAgents", { query })}
          restore={(id) => call("restoreAgent", { params: { id } })}
        />
      )}
      {openId !== null && opened !== undefined && (
        <AgentDialog key={openId} agent={opened} onDone={() => setOpenId(null)} />
      )}
    </>
  );
}
