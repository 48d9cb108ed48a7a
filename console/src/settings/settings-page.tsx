import { type ComponentType, lazy } from "react";
import { useMe } from "../client/context.tsx";
import { NotFound } from "../parts/not-found.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { AuditPage } from "./audit-page.tsx";
import { BansPage } from "./bans-page.tsx";
import { CompanyPage } from "./company-page.tsx";
import { SchedulesPage } from "./hours/schedules-page.tsx";
import { type SettingsPageName, settingsPagesFor } from "./pages.ts";
import "./settings.css";
import "./texts.ts";
import { StartPage } from "./start-page.tsx";
import { WidgetPage } from "./widget-page.tsx";

const IntegrationPage = lazy(() => import("../integrations/integration-page.tsx"));

const PAGES = {
  start: StartPage,
  widget: WidgetPage,
  hours: SchedulesPage,
  company: CompanyPage,
  apiKeys: () => <IntegrationPage name="apiKeys" />,
  webhooks: () => <IntegrationPage name="webhooks" />,
  bots: () => <IntegrationPage name="bots" />,
  identity: () => <IntegrationPage name="identity" />,
  bans: BansPage,
  audit: AuditPage,
} as const satisfies Record<SettingsPageName, ComponentType>;

/** What an admin sets up, and a supervisor lifts. Others are told whom to ask; the API refuses them anyway. */
export default function SettingsPage({ page }: { page: string | undefined }) {
  const t = useTexts();
  const me = useMe();
  const names = settingsPagesFor(me);
  const current = page === undefined ? names[0] : names.find((name) => name === page);
  const [first] = names;
  if (first === undefined || (current === undefined && page !== undefined && Object.hasOwn(PAGES, page)))
    return <p className="empty">{t("settings.adminsOnly")}</p>;
  const Shown = current && PAGES[current];
  const tabs = names.map((name) => ({
    name,
    href: `/settings/${name}`,
    label: t(`settings.${name}`),
  }));
  return (
    <>
      <PageTabs label={t("places.settings")} current={current ?? ""} tabs={tabs} />
      {Shown ? <Shown /> : <NotFound back={{ href: `/settings/${first}`, place: t("places.settings") }} />}
    </>
  );
}
