import type { LiveConversation } from "@livechat/chat-client";
import type { View } from "@livechat/contract";
import { useStore } from "@nanostores/react";
import { lazy, Suspense, useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { mayOversee, useAgentState, useClient, useMe } from "../client/context.tsx";
import { storage } from "../client/storage.ts";
import { savedIdOf, savedName, useSavedViews } from "../client/views.ts";
import { Conversation } from "../conversation/conversation.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import "./inbox.css";
import { isDetailsOpen } from "./layout.ts";
import { List } from "./list.tsx";
import { chooseNone } from "./selection.ts";
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

interface Shown {
  view: ViewName;
  /** Of a saved view, in place of the other. */
  savedId: string | null;
}

const ViewDialog = lazy(() => import("./view-dialog.tsx"));

/** The views that this agent sees, and the way to another one. */
function SavedViews({ savedId }: Pick<Shown, "savedId">) {
  const t = useTexts();
  const me = useMe();
  const views = useSavedViews();
  const [dialog, setDialog] = useState<{ view: View | null } | null>(null);
  const open = views.find(({ id }) => id === savedId);
  const mayChange = open !== undefined && (open.visibility === "mine" || mayOversee(me));
  return (
    <>
      {views.length > 0 && <h3>{t("views.saved")}</h3>}
      <ul>
        {views.map(({ id, name }) => (
          <li key={id}>
            <Link href={`/inbox/${savedName(id)}`} aria-current={id === savedId ? "page" : undefined}>
              <span>{name}</span>
            </Link>
          </li>
        ))}
      </ul>
      <p className="form-buttons">
        <button type="button" className="button" onClick={() => setDialog({ view: null })}>
          {t("views.add")}
        </button>
        {mayChange && (
          <button type="button" className="button" onClick={() => setDialog({ view: open })}>
            {t("views.edit")}
          </button>
        )}
      </p>
      {dialog && (
        <Suspense fallback={null}>
          <ViewDialog view={dialog.view} onDone={() => setDialog(null)} />
        </Suspense>
      )}
    </>
  );
}

/** The views as a column of their own, where there is room for it. */
function ViewsColumn({ view, savedId }: Shown) {
  const t = useTexts();
  const me = useMe();
  const counts = useCounts();
  return (
    <nav className="views" aria-label={t("views.label")}>
      <h2>{t("places.inbox")}</h2>
      <ul>
        {viewsFor(me).map((name) => (
          <li key={name}>
            <Link
              href={`/inbox/${name}`}
              aria-current={savedId === null && name === view ? "page" : undefined}
            >
              <span>{t(VIEW_LABELS[name])}</span>
              <span className="number quiet">{counts[name] ?? ""}</span>
            </Link>
          </li>
        ))}
      </ul>
      <SavedViews savedId={savedId} />
    </nav>
  );
}

/** The views as a choice above the list, where there is none. */
function ViewsSelect({ view, savedId }: Shown) {
  const saved = useSavedViews();
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
      value={savedId === null ? view : savedName(savedId)}
      onChange={(event) => go(`/inbox/${event.currentTarget.value}`)}
    >
      {viewsFor(me).map((name) => (
        <option key={name} value={name}>
          {label(name)}
        </option>
      ))}
      {saved.map(({ id, name }) => (
        <option key={id} value={savedName(id)}>
          {name}
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

function ListColumn({ view, savedId, name, openId }: Shown & { name: string; openId: string | null }) {
  const t = useTexts();
  const [sort, setSort] = useSort();
  const list = useInboxList(view, sort, savedId);
  const saved = useSavedViews().find(({ id }) => id === savedId);
  const isEmpty = list.waiting.length === 0 && list.conversations.length === 0;
  const hrefOf = (id: string) => `/inbox/${name}/${id}`;
  const isSorted = savedId === null && view !== "mentions";
  // What was chosen in another view is not seen any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view is the reason.
  useEffect(chooseNone, [name]);
  useInboxKeys({ list, openId, hrefOf });
  return (
    <section className="list-column" aria-label={t("list.label")}>
      <header className="list-bar">
        <ViewsSelect view={view} savedId={savedId} />
        <h1 className="views-title">{saved?.name ?? t(VIEW_LABELS[view])}</h1>
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
      <BulkBar backTo={`/inbox/${name}`} />
      {list.problem && (
        <p role="alert" className="problem">
          {list.problem.message}
        </p>
      )}
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
  const savedId = savedIdOf(asked);
  const view = isView(asked) ? asked : "mine";
  const name = savedId === null ? view : asked;
  return (
    <div className={`inbox ${openId ? "has-open" : ""} ${hasDetails ? "has-details" : ""}`}>
      <ViewsColumn view={view} savedId={savedId} />
      <ListColumn view={view} savedId={savedId} name={name} openId={openId} />
      {openId ? (
        <Conversation
          key={openId}
          id={openId}
          onLeave={() => go(`/inbox/${name}`)}
          backTo={`/inbox/${name}/${openId}`}
        />
      ) : (
        <div className="empty nothing-open">
          <p>{t("conversation.choose")}</p>
        </div>
      )}
    </div>
  );
}
