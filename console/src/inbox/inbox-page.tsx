import { useStore } from "@nanostores/react";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { useAgentState, useClient, useGroupName, useMe } from "../client/context.tsx";
import { storage } from "../client/storage.ts";
import { savedIdOf, useSavedViews } from "../client/views.ts";
import { Conversation } from "../conversation/conversation.tsx";
import { Icon } from "../look/icon.tsx";
import { Opener } from "../parts/opener.tsx";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { askedIn, type InboxFilter, inList, searchFor } from "./filter.ts";
import { FilterLine } from "./filter-line.tsx";
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

const loadFilterPanel = () => import("./filter-panel.tsx");

const SORT = "livechat-console:sort";

interface Narrowing {
  filter: InboxFilter;
  sort: Sort;
  /** What the address asks for, as every link of the list has it. */
  search: string;
  choose(filter: InboxFilter): void;
  order(sort: Sort): void;
}

/** What of the list is shown, and in which order: as the address says, which can be passed on. */
function useNarrowing(address: (search: string) => string): Narrowing {
  const [, go] = useLocation();
  const asked = useSearch();
  const [preferred, setPreferred] = useState<Sort>(
    () => SORTS.find((each) => each === storage.get(SORT)) ?? "waiting",
  );
  const { filter, sort } = useMemo(() => askedIn(asked), [asked]);
  return {
    filter,
    sort: sort ?? preferred,
    search: searchFor({ filter, sort }),
    choose: (next) => go(address(searchFor({ filter: next, sort }))),
    order: (next) => {
      storage.set(SORT, next);
      setPreferred(next);
      go(address(searchFor({ filter, sort: next })));
    },
  };
}

function EmptyList({ view }: { view: ViewName }) {
  const t = useTexts();
  const client = useClient();
  const me = useMe();
  const online = useAgentState(({ agents }) => agents.filter(({ status }) => status === "online").length);
  if (view !== "mine" && view !== "unanswered") return <p className="empty">{t("list.nothing")}</p>;
  if (me.status === "online" && me.acceptingChats) {
    return (
      <div className="empty">
        <h2>{t("list.allAnswered")}</h2>
        <p>
          {t("list.nextRings")} {t.count("list.colleagues", Math.max(0, online - 1))}
        </p>
      </div>
    );
  }
  const isPaused = me.status === "online";
  const cure = () => (isPaused ? client.setAcceptingChats(true) : client.setStatus("online"));
  return (
    <div className="empty">
      <h2>{t("list.youAreOffline")}</h2>
      <p>{t(isPaused ? "list.onBreak" : "list.nothingComes")}</p>
      <button type="button" className="button primary" onClick={() => void cure()}>
        {t(isPaused ? "banners.resume" : "banners.goOnline")}
      </button>
    </div>
  );
}

interface ListColumnProps extends Shown {
  /** The list's own address. */
  address: string;
  narrowing: Narrowing;
  openId: string | null;
}

/** Which list it is, its order, and what narrows it. */
function ListBar({ narrowing, ...shown }: Shown & Pick<ListColumnProps, "narrowing">) {
  const t = useTexts();
  const groupName = useGroupName();
  const { filter, sort } = narrowing;
  const { view, savedId, groupId } = shown;
  const saved = useSavedViews().find(({ id }) => id === savedId);
  const isSorted = savedId === null && view !== "mentions";
  return (
    <header className="list-bar">
      <ViewsSelect {...shown} />
      <h1 className="views-title">{saved?.name ?? groupName(groupId) ?? t(VIEW_LABELS[view])}</h1>
      {isSorted && (
        <select
          className="field sort"
          aria-label={t("sort.label")}
          value={sort}
          onChange={(event) => narrowing.order(event.currentTarget.value as Sort)}
        >
          {SORTS.map((each) => (
            <option key={each} value={each}>
              {t(`sort.${each}`)}
            </option>
          ))}
        </select>
      )}
      <Opener
        opens="dialog"
        className="icon-button"
        label={t("filter.title")}
        data={{ "data-active": String(Object.keys(filter).length > 0) }}
        load={loadFilterPanel}
        panel={{ filter, onFilter: narrowing.choose }}
      >
        <Icon name="filter" />
      </Opener>
    </header>
  );
}

function ListColumn({ address, narrowing, openId, ...shown }: ListColumnProps) {
  const t = useTexts();
  const { filter } = narrowing;
  const { view, savedId, groupId } = shown;
  const name = savedId ?? groupId ?? view;
  const list = useInboxList(shown, narrowing);
  const isEmpty = list.waiting.length === 0 && list.conversations.length === 0;
  const hrefOf = (id: string) => inList(address, id);
  const isFiltered = Object.keys(filter).length > 0;
  const hasChosen = useStore(chosenIds).size > 0;
  // What was chosen in another view is not seen any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view is the reason.
  useEffect(chooseNone, [name]);
  useEffect(() => listedIds.set([...list.waiting, ...list.conversations].map(({ id }) => id)), [list]);
  useInboxKeys({ list, openId, hrefOf });
  return (
    <section className="list-column" aria-label={t("list.label")}>
      <ListBar narrowing={narrowing} {...shown} />
      <FilterLine filter={filter} onClear={() => narrowing.choose({})} />
      {hasChosen && (
        <Suspense fallback={null}>
          <BulkBar backTo={address} />
        </Suspense>
      )}
      <Problem text={list.problem} />
      {list.isLoading && <p className="empty">{t("places.loading")}</p>}
      {isEmpty && !list.isLoading ? (
        <EmptyList view={savedId === null && !isFiltered ? view : "closed"} />
      ) : (
        <List list={list} openId={openId} hrefOf={hrefOf} />
      )}
    </section>
  );
}

/** Whether there is such a view. That a saved one or a group is not there shows in its list. */
export const isInboxView = (name: string): boolean =>
  isView(name) || savedIdOf(name) !== null || groupIdOf(name) !== null;

/** The list of a view, the open conversation, and what is known of the visitor. */
export function InboxPage({ view: asked, openId }: { view: string; openId: string | null }) {
  const t = useTexts();
  const [, go] = useLocation();
  const hasDetails = useStore(isDetailsOpen);
  const takesChats = useAgentState(({ me }) => me?.status === "online" && me.acceptingChats);
  const savedId = savedIdOf(asked);
  const groupId = groupIdOf(asked);
  const view = groupId !== null ? "groups" : isView(asked) ? asked : "mine";
  const name = savedId === null && groupId === null ? view : asked;
  const shown = { view, savedId, groupId };
  const path = `/inbox/${name}`;
  const narrowing = useNarrowing((search) => `${openId ? `${path}/${openId}` : path}${search}`);
  const address = `${path}${narrowing.search}`;
  return (
    <div className={`inbox ${openId ? "has-open" : ""} ${hasDetails ? "has-details" : ""}`}>
      <ViewsColumn {...shown} />
      <EditedView />
      <ListColumn {...shown} address={address} narrowing={narrowing} openId={openId} />
      {openId ? (
        <Conversation key={openId} id={openId} onLeave={() => go(address)} backTo={inList(address, openId)} />
      ) : (
        <div className="empty nothing-open">
          <p>{takesChats ? t("conversation.choose") : t("conversation.chooseOffline")}</p>
        </div>
      )}
    </div>
  );
}
