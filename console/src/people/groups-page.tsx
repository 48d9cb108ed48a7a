import type { Group } from "@livechat/contract";
import { useState } from "react";
import { useCall } from "../client/call.ts";
import { canSupervise, useAgentState, useMe } from "../client/context.tsx";
import { RoutingPreview } from "../conversation/routing-preview.tsx";
import { DeletedList } from "../parts/deleted-list.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { GroupDialog } from "./group-dialog.tsx";

function GroupCard({ group, onOpen }: { group: Group; onOpen(): void }) {
  const t = useTexts();
  const me = useMe();
  const [isPreviewed, setPreviewed] = useState(false);
  const agents = useAgentState((state) => state.agents);
  const waiting = useAgentState((state) => state.waiting[group.id]?.length ?? null);
  const online = agents.filter(({ id, status }) => group.agentIds.includes(id) && status === "online").length;
  return (
    <li className="panel">
      <h2>
        <bdi>{group.name}</bdi> {group.isDefault && <span className="chip">{t("group.default")}</span>}
      </h2>
      {group.description && <p>{group.description}</p>}
      <p className="quiet">{t(`group.strategy.${group.routingStrategy}`)}</p>
      <p>
        {t.count("group.members", group.agentIds.length)} · {t.count("group.online", online)}
        {waiting !== null && ` · ${t.count("group.waiting", waiting)}`}
      </p>
      {canSupervise(me) && (
        <p>
          <button type="button" className="button" onClick={() => setPreviewed(true)}>
            {t("why.preview")}
            <span className="hidden-visually"> {group.name}</span>
          </button>
        </p>
      )}
      {isPreviewed && <RoutingPreview of={{ groupId: group.id }} onDone={() => setPreviewed(false)} />}
      {me.role === "admin" && (
        <p>
          <button
            type="button"
            className="button"
            onClick={onOpen}
            aria-label={t("group.editThis", { name: group.name })}
          >
            {t("group.edit")}
          </button>
        </p>
      )}
    </li>
  );
}

/** The groups: who is in them, how chats are given out, what happens when nobody answers. */
export function GroupsPage() {
  const t = useTexts();
  const call = useCall();
  const me = useMe();
  const groups = useAgentState((state) => state.groups);
  const [openId, setOpenId] = useState<string | null>(null);
  const isAdmin = me.role === "admin";
  const opened = openId === "new" ? null : groups.find(({ id }) => id === openId);
  return (
    <>
      <PageHead title={t("people.groups")} add={isAdmin && t("group.add")} onAdd={() => setOpenId("new")} />
      <ul className="cards">
        {groups.map((group) => (
          <GroupCard key={group.id} group={group} onOpen={() => setOpenId(group.id)} />
        ))}
      </ul>
      {isAdmin && (
        <DeletedList
          others={groups.length}
          list={(query) => call("listGroups", { query })}
          restore={(id) => call("restoreGroup", { params: { id } })}
        />
      )}
      {openId !== null && opened !== undefined && (
        <GroupDialog key={openId} group={opened} onDone={() => setOpenId(null)} />
      )}
    </>
  );
}
