import { useLocation, useSearch } from "wouter";
import "../archive/archive.css";
import { useNow } from "../client/use-now.ts";
import "../parts/form.css";
import { PageTabs } from "../parts/page-tabs.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { ReportFilters } from "./filters.tsx";
import { ChatsPage } from "./pages/chats-page.tsx";
import { HoursPage } from "./pages/hours-page.tsx";
import { LoadPage } from "./pages/load-page.tsx";
import { OverviewPage } from "./pages/overview-page.tsx";
import { RatingsPage } from "./pages/ratings-page.tsx";
import { askedFrom, searchOf } from "./period.ts";
import "./reports.css";
import "./texts.ts";
import { WaitingPage } from "./pages/waiting-page.tsx";
import { Wallboard } from "./pages/wallboard.tsx";

const HOUR_MS = 3600_000;
/** A question a page. */
const PAGES = {
  overview: OverviewPage,
  waiting: WaitingPage,
  load: LoadPage,
  hours: HoursPage,
  ratings: RatingsPage,
} as const;
const TABS = ["overview", "waiting", "load", "hours", "ratings", "live"] as const;
type Tab = (typeof TABS)[number];
/** The page of agents is the one of load. */
const FORMER: Readonly<Record<string, Tab>> = { agents: "load" };

const isTab = (name: string): name is Tab => TABS.some((tab) => tab === name);

/** What happened in a period, a question a page, and what happens now. */
export default function ReportsPage({ name }: { name: string }) {
  const t = useTexts();
  const [, go] = useLocation();
  const search = useSearch();
  const asked = askedFrom(search, useNow(HOUR_MS));
  const isChats = name === "chats";
  const tab: Tab = FORMER[name] ?? (isTab(name) ? name : "overview");
  const tabs = TABS.map((one) => ({
    name: one,
    href: `/reports/${one}${one === "live" ? "" : searchOf(asked)}`,
    label: t(`reports.tab.${one}`),
  }));
  const Shown = tab === "live" ? null : PAGES[tab];
  return (
    <>
      <PageTabs label={t("places.reports")} current={isChats ? "" : tab} tabs={tabs} />
      <header className="page-head">
        <h1>{isChats ? t("reports.theChats") : t(`reports.question.${tab}`)}</h1>
      </header>
      {(isChats || Shown) && (
        <ReportFilters
          asked={asked}
          change={(next) => go(`/reports/${isChats ? "chats" : tab}${searchOf(next)}`, { replace: true })}
        />
      )}
      {isChats ? (
        <ChatsPage asked={asked} search={search} />
      ) : Shown ? (
        <Shown asked={asked} />
      ) : (
        <Wallboard />
      )}
    </>
  );
}
