import { useStore } from "@nanostores/react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { useAgentState, useClient, useGroupName, useMe } from "../client/context.tsx";
import { storage } from "../client/storage.ts";
import { savedIdOf, useSavedViews } from "../client/views.ts";
import { Conversation } from "../conversation/conversation.tsx";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import "./inbox.css";
import { isDetailsOpen } from "./layout.ts";
import { List } from "./list.tsx";
import { listedIds } from "./listed.ts";
import { chooseNone, chosenIds } from "./selection.ts";
import { useInboxKeys } from "./use-inbox-keys.ts";
import { useInboxList } from "./use-list.ts";
import { groupIdOf } from "./view-filter.ts";
import { isView, SORTS, type Sort, VIEW_LABELS, type ViewName } from "./views.ts";
import { EditedView, type Shown, ViewsColumn, ViewsSelect } from "./views-nav.tsx";

const BulkBar = lazy(() => import("./bulk-bar.tsx"));

const SORT = "livechat-console:sort";

function useSort(): [Sort, (sort: Sort) => void] {
  const [sort, setSort] = useState<Sort>(() => SORTS.find((each) => each === storage.get(SORT)) ?? "waiting");
  const choose = (next: Sort) => {
    storage.set(SORT, next);
    setSort(next);
  };
  return [sort, choose];
}

function EmptyList({ view }: { view: ViewName }) {
  const t = useTexts();
  const client = useClient();
  const me = useMe();
  const online = useAgentState(({ agents }) => agents.filter(({ status }) => status === "online").length);
  if (view !== "mine" && view !== "unanswered") return <p className="empty">{t("list.nothing")}</p>;
  if (me.status === "online") {
    return (
      <div className="empty">
        <h2>{t("list.allAnswered")}</h2>
        <p>
          {t("list.nextRings")} {t.count("list.colleagues", Math.max(0, online - 1))}
        </p>
      </div>
    );
  }
  return (
    <div className="empty">
      <h2>{t("list.youAreOffline")}</h2>
      <p>{t("list.nothingComes")}</p>
      <button type="button" className="button primary" onClick={() => void client.setStatus("online")}>
        {t("banners.goOnline")}
      </button>
    </div>
  );
}

function ListColumn({ name, openId, ...shown }: Shown & { name: string; openId: string | null }) {
  const t = useTexts();
  const [sort, setSort] = useSort();
  const { view, savedId, groupId } = shown;
  const list = useInboxList(shown, sort);
  const groupName = useGroupName();
  const saved = useSavedViews().find(({ id }) => id === savedId);
  const isEmpty = list.waiting.length === 0 && list.conversations.length === 0;
  const hrefOf = (id: string) => `/inbox/${name}/${id}`;
  const hasChosen = useStore(chosenIds).size > 0;
  const isSorted = savedId === null && view !== "mentions";
  // What was chosen in another view is not seen any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view is the reason.
  useEffect(chooseNone, [name]);
  useEffect(() => listedIds.set([...list.waiting, ...list.conversations].map(({ id }) => id)), [list]);
  useInboxKeys({ list, openId, hrefOf });
  return (
    <section className="list-column" aria-label={t("list.label")}>
      <header className="list-bar">
        <ViewsSelect {...shown} />
        <h1 className="views-title">{saved?.name ?? groupName(groupId) ?? t(VIEW_LABELS[view])}</h1>
        {isSorted && (
          <select
            className="field sort"
            aria-label={t("sort.label")}
            value={sort}
            onChange={(event) => setSort(event.currentTarget.value as Sort)}
          >
            {SORTS.map((each) => (
              <option key={each} value={each}>
                {t(`sort.${each}`)}
              </option>
            ))}
          </select>
        )}
      </header>
      {hasChosen && (
        <Suspense fallback={null}>
          <BulkBar backTo={`/inbox/${name}`} />
        </Suspense>
      )}
      <Problem text={list.problem?.message} />
      {list.isLoading && <p className="empty">{t("places.loading")}</p>}
      {isEmpty && !list.isLoading ? (
        <EmptyList view={savedId === null ? view : "closed"} />
      ) : (
        <List list={list} openId={openId} hrefOf={hrefOf} />
      )}
    </section>
  );
}

/** The list of a view, the open conversation, and what is known of the visitor. */
export function InboxPage({ view: asked, openId }: { view: string; openId: string | null }) {
  const t = useTexts();
  const [, go] = useLocation();
  const hasDetails = useStore(isDetailsOpen);
  const isOnline = useAgentState(({ me }) => me?.status === "online");
  const savedId = savedIdOf(asked);
  const groupId = groupIdOf(asked);
  const view = groupId !== null ? "groups" : isView(asked) ? asked : "mine";
  const name = savedId === null && groupId === null ? view : asked;
  const shown = { view, savedId, groupId };
  return (
    <div className={`inbox ${openId ? "has-open" : ""} ${hasDetails ? "has-details" : ""}`}>
      <ViewsColumn {...shown} />
      <EditedView />
      <ListColumn {...shown} name={name} openId={openId} />
      {openId ? (
        <Conversation
          key={openId}
          id={openId}
          onLeave={() => go(`/inbox/${name}`)}
          backTo={`/inbox/${name}/${openId}`}
        />
      ) : (
        <div className="empty nothing-open">
          <p>{isOnline ? t("conversation.choose") : t("conversation.chooseOffline")}</p>
        </div>
      )}
    </div>
  );
}
