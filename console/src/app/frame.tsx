import { lazy, type ReactNode, Suspense } from "react";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import { ToastList } from "../actions/toast-list.tsx";
import { useAgentState, useMe } from "../client/context.tsx";
import { OwnConversations } from "../client/own-conversations.tsx";
import { InboxPage, isInboxView } from "../inbox/inbox-page.tsx";
import { Keys } from "../keys/keys.tsx";
import { isHelpOpen } from "../keys/open.ts";
import { Icon } from "../look/icon.tsx";
import { Preferences } from "../me/preferences.tsx";
import { Bell } from "../notices/bell.tsx";
import { Notices } from "../notices/notices.tsx";
import { NotFound } from "../parts/not-found.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { Banners } from "./banners.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import "./frame.css";
import { MeMenu } from "./me-menu.tsx";
import { PLACES } from "./places.ts";

const QueuePage = lazy(() => import("../queue/queue-page.tsx"));
const ArchivePage = lazy(() => import("../archive/archive-page.tsx"));
const PeoplePage = lazy(() => import("../people/people-page.tsx"));
const SettingsPage = lazy(() => import("../settings/settings-page.tsx"));
const ReportsPage = lazy(() => import("../reports/reports-page.tsx"));
const MePage = lazy(() => import("../me/me-page.tsx"));

function Rail() {
  const t = useTexts();
  const me = useMe();
  const [path] = useLocation();
  const waiting = useAgentState((state) =>
    Object.values(state.waiting).reduce((sum, conversations) => sum + conversations.length, 0),
  );
  return (
    <nav className="rail" aria-label={t("places.all")}>
      <ul>
        {PLACES.filter(({ isFor }) => isFor(me)).map(({ name, path: to, label, icon }) => (
          <li key={name}>
            <Link
              href={to}
              className="rail-link"
              aria-current={path.startsWith(`/${name}`) ? "page" : undefined}
              title={t(label)}
            >
              <Icon name={icon} />
              <span className="rail-word">{t(label)}</span>
              {name === "queue" && waiting > 0 && <span className="rail-count number">{waiting}</span>}
            </Link>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="rail-link help"
        title={t("keys.title")}
        onClick={() => isHelpOpen.set(true)}
      >
        <Icon name="help" />
        <span className="rail-word">{t("keys.title")}</span>
      </button>
      <Bell />
      <MeMenu />
    </nav>
  );
}

function Page({ children }: { children: ReactNode }) {
  const t = useTexts();
  return (
    <Suspense fallback={<div className="empty">{t("places.loading")}</div>}>
      <div className="scrolling-page">{children}</div>
    </Suspense>
  );
}

function Pages() {
  return (
    <Switch>
      <Route path="/">
        <Redirect to="/inbox/mine" />
      </Route>
      <Route path="/inbox">
        <Redirect to="/inbox/mine" />
      </Route>
      <Route path="/inbox/:view/:id?">
        {({ view, id }) => (isInboxView(view) ? <InboxPage view={view} openId={id ?? null} /> : <NotFound />)}
      </Route>
      <Route path="/queue">
        <Page>
          <QueuePage />
        </Page>
      </Route>
      <Route path="/archive">
        <Page>
          <ArchivePage />
        </Page>
      </Route>
      <Route path="/reports/:name?">
        {({ name }) => (
          <Page>
            <ReportsPage name={name ?? "overview"} />
          </Page>
        )}
      </Route>
      <Route path="/people/:page?">
        {({ page }) => (
          <Page>
            <PeoplePage page={page ?? "agents"} />
          </Page>
        )}
      </Route>
      <Route path="/settings/:page?">
        {({ page }) => (
          <Page>
            <SettingsPage page={page} />
          </Page>
        )}
      </Route>
      <Route path="/me/:page?">
        {({ page }) => (
          <Page>
            <MePage page={page ?? "profile"} />
          </Page>
        )}
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

/** What stands around every page: the rail, banners, messages, keys, and what keeps running whatever is shown. */
export function Frame() {
  const t = useTexts();
  return (
    <div className="frame">
      <a className="skip button" href="#main">
        {t("places.skip")}
      </a>
      <Rail />
      <div className="page">
        <Banners />
        <main id="main" tabIndex={-1}>
          <ErrorBoundary>
            <Pages />
          </ErrorBoundary>
        </main>
      </div>
      <ToastList />
      <Keys />
      <OwnConversations />
      <Notices />
      <Preferences />
    </div>
  );
}
