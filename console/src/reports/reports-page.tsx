import { useLocation, useSearch } from "wouter";
import "../archive/archive.css";
import { useNow } from "../client/use-now.ts";
import "../parts/form.css";
import { NotFound } from "../parts/not-found.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { ReportFilters } from "./filters.tsx";
import { ChatsPage } from "./pages/chats-page.tsx";
import { HoursPage } from "./pages/hours-page.tsx";
import { LoadPage } from "./pages/load-page.tsx";
import { OverviewPage } from "./pages/overview-page.tsx";
import { RatingsPage } from "./pages/ratings-page.tsx";
import { type Asked, askedFrom, searchOf } from "./period.ts";
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
const FORMER = new Map<string, Tab>([["agents", "load"]]);

/** The chats behind a number have no tab. */
const tabOf = (name: string): Tab | "chats" | undefined =>
  name === "chats" ? name : (FORMER.get(name) ?? TABS.find((tab) => tab === name));

/** What happened in a period, a question a page, and what happens now. */
export default function ReportsPage({ name }: { name: string }) {
  const t = useTexts();
  const search = useSearch();
  const asked = askedFrom(search, useNow(HOUR_MS));
  const tab = tabOf(name);
  const tabs = TABS.map((one) => ({
    name: one,
    href: `/reports/${one}${one === "live" ? "" : searchOf(asked)}`,
    label: t(`reports.tab.${one}`),
  }));
  return (
    <>
      <PageTabs label={t("places.reports")} current={tab ?? ""} tabs={tabs} />
      {tab ? (
        <Report tab={tab} asked={asked} search={search} />
      ) : (
        <NotFound back={{ href: "/reports/overview", place: t("places.reports") }} />
      )}
    </>
  );
}

interface ReportProps {
  tab: Tab | "chats";
  asked: Asked;
  search: string;
}

function Report({ tab, asked, search }: ReportProps) {
  const t = useTexts();
  const [, go] = useLocation();
  const Shown = tab === "live" || tab === "chats" ? null : PAGES[tab];
  return (
    <>
      <header className="page-head">
        <h1>{tab === "chats" ? t("reports.theChats") : t(`reports.question.${tab}`)}</h1>
      </header>
      {tab !== "live" && (
        <ReportFilters
          asked={asked}
          change={(next) => go(`/reports/${tab}${searchOf(next)}`, { replace: true })}
        />
      )}
      {tab === "chats" && <ChatsPage asked={asked} search={search} />}
      {tab === "live" && <Wallboard />}
      {Shown && <Shown asked={asked} />}
    </>
  );
}
