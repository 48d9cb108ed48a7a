import { useMe } from "../client/context.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { AuditPage } from "./audit-page.tsx";
import { CompanyPage } from "./company-page.tsx";
import { SchedulesPage } from "./schedules-page.tsx";
import "./settings.css";
import { StartPage } from "./start-page.tsx";
import { WidgetPage } from "./widget-page.tsx";

const PAGES = {
  start: StartPage,
  widget: WidgetPage,
  hours: SchedulesPage,
  company: CompanyPage,
  audit: AuditPage,
} as const;
type Name = keyof typeof PAGES;

/** What an admin sets up. Others are told whom to ask; the API refuses them anyway. */
export default function SettingsPage({ page }: { page: string }) {
  const t = useTexts();
  const me = useMe();
  const current: Name = page in PAGES ? (page as Name) : "start";
  const Shown = PAGES[current];
  if (me.role !== "admin") return <p className="empty">{t("settings.adminsOnly")}</p>;
  const tabs = (Object.keys(PAGES) as Name[]).map((name) => ({
    name,
    href: `/settings/${name}`,
    label: t(`settings.${name}`),
  }));
  return (
    <>
      <PageTabs label={t("places.settings")} current={current} tabs={tabs} />
      <Shown />
    </>
  );
}
