import type { LiveConversation } from "@livechat/chat-client";
import { useStore } from "@nanostores/react";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { useAgentState, useClient, useMe } from "../client/context.tsx";
import { storage } from "../client/storage.ts";
import { Conversation } from "../conversation/conversation.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import "./inbox.css";
import { isDetailsOpen } from "./layout.ts";
import { List } from "./list.tsx";
import { useInboxKeys } from "./use-inbox-keys.ts";
import { useInboxList } from "./use-list.ts";
import { isView, SORTS, type Sort, VIEW_LABELS, type ViewName, viewsFor } from "./views.ts";

const SORT = "livechat-console:sort";

function useSort(): [Sort, (sort: Sort) => void] {
  const [sort, setSort] = useState<Sort>(() => SORTS.find((each) => each === storage.get(SORT)) ?? "waiting");
  const choose = (next: Sort) => {
    storage.set(SORT, next);
    setSort(next);
  };
  return [sort, choose];
}

const isUnanswered = ({ lastMessage }: LiveConversation) => lastMessage?.authorType === "visitor";

function useCounts(): Partial<Record<ViewName, number>> {
  const mine = useAgentState((state) => state.mine);
  return { mine: mine.length, unanswered: mine.filter(isUnanswered).length };
}

/** The views as a column of their own, where there is room for it. */
function ViewsColumn({ view }: { view: ViewName }) {
  const t = useTexts();
  const me = useMe();
  const counts = useCounts();
  return (
    <nav className="views" aria-label={t("views.label")}>
      <h2>{t("places.inbox")}</h2>
      <ul>
        {viewsFor(me).map((name) => (
          <li key={name}>
            <Link href={`/inbox/${name}`} aria-current={name === view ? "page" : undefined}>
              <span>{t(VIEW_LABELS[name])}</span>
              <span className="number quiet">{counts[name] ?? ""}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The views as a choice above the list, where there is none. */
function ViewsSelect({ view }: { view: ViewName }) {
  const t = useTexts();
  const me = useMe();
  const counts = useCounts();
  const [, go] = useLocation();
  const label = (name: ViewName) =>
    `${t(VIEW_LABELS[name])}${counts[name] === undefined ? "" : ` (${counts[name]})`}`;
  return (
    <select
      className="field views-select"
      aria-label={t("views.label")}
      value={view}
      onChange={(event) => go(`/inbox/${event.currentTarget.value}`)}
    >
      {viewsFor(me).map((name) => (
        <option key={name} value={name}>
          {label(name)}
        </option>
      ))}
    </select>
  );
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

function ListColumn({ view, openId }: { view: ViewName; openId: string | null }) {
  const t = useTexts();
  const [sort, setSort] = useSort();
  const list = useInboxList(view, sort);
  const isEmpty = list.waiting.length === 0 && list.conversations.length === 0;
  const hrefOf = (id: string) => `/inbox/${view}/${id}`;
  useInboxKeys({ list, openId, hrefOf });
  return (
    <section className="list-column" aria-label={t("list.label")}>
      <header className="list-bar">
        <ViewsSelect view={view} />
        <h1 className="views-title">{t(VIEW_LABELS[view])}</h1>
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
      </header>
      {list.isLoading && <p className="empty">{t("places.loading")}</p>}
      {isEmpty && !list.isLoading ? (
        <EmptyList view={view} />
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
  const view = isView(asked) ? asked : "mine";
  return (
    <div className={`inbox ${openId ? "has-open" : ""} ${hasDetails ? "has-details" : ""}`}>
      <ViewsColumn view={view} />
      <ListColumn view={view} openId={openId} />
      {openId ? (
        <Conversation
          key={openId}
          id={openId}
          onLeave={() => go(`/inbox/${view}`)}
          backTo={`/inbox/${view}/${openId}`}
        />
      ) : (
        <div className="empty nothing-open">
          <p>{t("conversation.choose")}</p>
        </div>
      )}
    </div>
  );
}
