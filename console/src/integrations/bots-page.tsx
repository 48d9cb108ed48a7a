import type { Bot } from "@livechat/contract";
import { useState } from "react";
import { useChange } from "../actions/use-change.ts";
import { allPages, pageQuery } from "../client/all-pages.ts";
import { useCall } from "../client/call.ts";
import { useGroupName } from "../client/context.tsx";
import { useLoaded } from "../client/use-loaded.ts";
import { DeletedItem } from "../parts/deleted-list.tsx";
import { Face } from "../parts/face.tsx";
import { Sure } from "../parts/form.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { BotDialog } from "./bot-dialog.tsx";
import { type Secret, ShownOnce } from "./shown-once.tsx";

function BotCard({ bot, reload, onEdit }: { bot: Bot; reload(): Promise<void>; onEdit(): void }) {
  const t = useTexts();
  const call = useCall();
  const change = useChange(reload);
  const groupName = useGroupName();
  const { id, name, avatarUrl, status, webhookUrl, activeChats, maxConcurrentChats, groupIds, isAi } = bot;
  const next = status === "online" ? "offline" : "online";
  const isPaused = bot.pausedUntil !== null && Date.parse(bot.pausedUntil) > Date.now();
  const setStatus = () => change(() => call("updateBot", { params: { id }, body: { status: next } }));
  return (
    <li className="panel">
      <h2 className="with-face">
        <Face name={name} url={avatarUrl} status={isPaused ? "away" : status} /> <bdi>{name}</bdi>
        {isAi && <span className="chip">{t("bot.ai")}</span>}
      </h2>
      <p className="quiet">{webhookUrl}</p>
      <p>
        {t(`status.${status}`)} · {activeChats}/{maxConcurrentChats}
        {bot.failuresInARow > 0 && ` · ${t.count("bot.failures", bot.failuresInARow)}`}
      </p>
      {isPaused && (
        <p className="problem">{t("bot.pausedUntil", { at: t.dateTime(bot.pausedUntil ?? "") })}</p>
      )}
      <p className="chips-cell">
        {groupIds.map((group) => (
          <span key={group} className="chip">
            {groupName(group) ?? group}
          </span>
        ))}
        {groupIds.length === 0 && <span className="quiet">{t("bot.noGroups")}</span>}
      </p>
      <p className="form-buttons">
        <button type="button" className="button" onClick={onEdit} aria-label={t("group.editThis", { name })}>
          {t("group.edit")}
        </button>
        <button type="button" className="button" onClick={() => void setStatus()}>
          {t(`bot.to.${next}`)}
        </button>
        <Sure
          label={t("group.delete")}
          question={t.count("people.deleteQuestion", activeChats)}
          confirm={t("group.delete")}
          onSure={() => void change(() => call("deleteBot", { params: { id } }))}
        />
      </p>
    </li>
  );
}

/** Agents that are programs: told by a webhook, answering by the API. */
export function BotsPage() {
  const t = useTexts();
  const call = useCall();
  const [openId, setOpenId] = useState<string | null>(null);
  const [secrets, setSecrets] = useState<readonly Secret[]>([]);
  const { data, problem, reload } = useLoaded("bots", () =>
    allPages((pageToken) => call("listBots", { query: { ...pageQuery(pageToken), includeDeleted: "true" } })),
  );
  const change = useChange(reload);
  const restore = (id: string) => change(() => call("restoreBot", { params: { id } }));
  const bots = data?.filter(({ isDeleted }) => !isDeleted);
  const deleted = data?.filter(({ isDeleted }) => isDeleted) ?? [];
  const saved = (made: readonly Secret[]) => {
    setOpenId(null);
    setSecrets(made);
    void reload();
  };
  // As it is now: the list does not hold what a change elsewhere has made of it since.
  const opened = useLoaded(openId === "new" ? null : openId, () =>
    call("getBot", { params: { id: openId ?? "" } }),
  );
  const edited = openId === "new" ? null : opened.data?.id === openId ? opened.data : undefined;
  return (
    <>
      <PageHead
        title={t("settings.bots")}
        lead={t("bot.lead")}
        add={t("bot.add")}
        onAdd={() => setOpenId("new")}
      />
      <Problem text={problem} />
      {bots?.length === 0 && <p className="empty">{t("bot.none")}</p>}
      <ul className="cards">
        {bots?.map((bot) => (
          <BotCard key={bot.id} bot={bot} reload={reload} onEdit={() => setOpenId(bot.id)} />
        ))}
      </ul>
      <ul>
        {deleted.map(({ id, name }) => (
          <DeletedItem key={id} name={name} onRestore={() => void restore(id)} />
        ))}
      </ul>
      {openId !== null && edited !== undefined && (
        <BotDialog key={openId} bot={edited} onSaved={saved} onDone={() => setOpenId(null)} />
      )}
      {secrets.length > 0 && <ShownOnce secrets={secrets} onDone={() => setSecrets([])} />}
    </>
  );
}
