import type { LiveConversation } from "@livechat/chat-client";
import type { Agent, View } from "@livechat/contract";
import { useStore } from "@nanostores/react";
import { lazy, Suspense } from "react";
import { Link, useLocation } from "wouter";
import { canSupervise, useAgentState, useMe } from "../client/context.tsx";
import { savedName, useSavedViews } from "../client/views.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { editedView } from "./edited-view.ts";
import type { Listed } from "./use-list.ts";
import { groupViewName } from "./view-filter.ts";
import { VIEW_LABELS, type ViewName, viewsFor } from "./views.ts";

const isUnanswered = ({ lastMessage }: LiveConversation) => lastMessage?.authorType === "visitor";

function useCounts(): Partial<Record<ViewName, number>> {
  const mine = useAgentState((state) => state.mine);
  const unassigned = useAgentState((state) => Object.values(state.waiting).flat().length);
  return { mine: mine.length, unanswered: mine.filter(isUnanswered).length, unassigned };
}

export type Shown = Listed;

/** The groups that can be looked at one by one: own ones, all of them where one oversees. */
function useGroups(): readonly { id: string; name: string; waiting: number }[] {
  const me = useMe();
  const groups = useAgentState((state) => state.groups);
  const queues = useAgentState((state) => state.waiting);
  const shown = canSupervise(me) ? groups : groups.filter(({ id }) => me.groupIds.includes(id));
  return shown.map(({ id, name }) => ({ id, name, waiting: queues[id]?.length ?? 0 }));
}

/** What the choice of views offers beside them. */
const NEW_VIEW = "+";
const CHANGED_VIEW = "~";

const ViewDialog = lazy(() => import("./view-dialog.tsx"));

/** The saved view that is shown, when this agent may change it. */
function changeableView(views: readonly View[], savedId: string | null, me: Agent): View | null {
  const shown = views.find(({ id }) => id === savedId);
  return shown && (shown.visibility === "mine" || canSupervise(me)) ? shown : null;
}

/** The form of a view, while one is open. */
export function EditedView() {
  const edited = useStore(editedView);
  if (!edited) return null;
  return (
    <Suspense fallback={null}>
      <ViewDialog view={edited.view} onDone={() => editedView.set(null)} />
    </Suspense>
  );
}

/** The views that this agent sees, and the way to another one. */
function SavedViews({ savedId }: Pick<Shown, "savedId">) {
  const t = useTexts();
  const me = useMe();
  const views = useSavedViews();
  const changeable = changeableView(views, savedId, me);
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
        <button type="button" className="button" onClick={() => editedView.set({ view: null })}>
          {t("views.add")}
        </button>
        {changeable && (
          <button type="button" className="button" onClick={() => editedView.set({ view: changeable })}>
            {t("views.edit")}
          </button>
        )}
      </p>
    </>
  );
}

/** Who waits where, and what is under way there. */
function GroupViews({ groupId }: Pick<Shown, "groupId">) {
  const t = useTexts();
  const groups = useGroups();
  if (groups.length === 0) return null;
  return (
    <>
      <h3>{t("views.byGroup")}</h3>
      <ul>
        {groups.map(({ id, name, waiting }) => (
          <li key={id}>
            <Link href={`/inbox/${groupViewName(id)}`} aria-current={id === groupId ? "page" : undefined}>
              <bdi>{name}</bdi>
              <span className="number quiet">
                {waiting > 0 && (
                  <>
                    {waiting}
                    <span className="hidden-visually"> {t("views.waitHere")}</span>
                  </>
                )}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The views as a column of their own, where there is room for it. */
export function ViewsColumn({ view, savedId, groupId }: Shown) {
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
              aria-current={savedId === null && groupId === null && name === view ? "page" : undefined}
            >
              <span>{t(VIEW_LABELS[name])}</span>
              <span className="number quiet">{counts[name] ?? ""}</span>
            </Link>
          </li>
        ))}
      </ul>
      <GroupViews groupId={groupId} />
      <SavedViews savedId={savedId} />
    </nav>
  );
}

/** The views as a choice above the list, where there is none. */
export function ViewsSelect({ view, savedId, groupId }: Shown) {
  const saved = useSavedViews();
  const t = useTexts();
  const me = useMe();
  const counts = useCounts();
  const groups = useGroups();
  const [, go] = useLocation();
  const changeable = changeableView(saved, savedId, me);
  const choose = (value: string) => {
    if (value === NEW_VIEW) editedView.set({ view: null });
    else if (value === CHANGED_VIEW) editedView.set({ view: changeable });
    else go(`/inbox/${value}`);
  };
  const label = (name: ViewName) =>
    `${t(VIEW_LABELS[name])}${counts[name] === undefined ? "" : ` (${counts[name]})`}`;
  return (
    <select
      className="field views-select"
      aria-label={t("views.label")}
      value={savedId !== null ? savedName(savedId) : groupId !== null ? groupViewName(groupId) : view}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {viewsFor(me).map((name) => (
        <option key={name} value={name}>
          {label(name)}
        </option>
      ))}
      {groups.map(({ id, name, waiting }) => (
        <option key={id} value={groupViewName(id)}>
          {waiting > 0 ? `${name} (${waiting})` : name}
        </option>
      ))}
      {saved.map(({ id, name }) => (
        <option key={id} value={savedName(id)}>
          {name}
        </option>
      ))}
      <option value={NEW_VIEW}>{t("views.add")}…</option>
      {changeable && <option value={CHANGED_VIEW}>{t("views.edit")}…</option>}
    </select>
  );
}
