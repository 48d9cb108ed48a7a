import { NotFound } from "../parts/not-found.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import "../parts/form.css";
import "./people.css";
import "./texts.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { AgentsPage } from "./agents-page.tsx";
import { CannedPage } from "./canned-page.tsx";
import { GroupsPage } from "./groups-page.tsx";
import { TagsPage } from "./tags-page.tsx";

const PAGES = { agents: AgentsPage, groups: GroupsPage, tags: TagsPage, canned: CannedPage } as const;
type Name = keyof typeof PAGES;

/** Who is in the team, in which groups, and with which tags they sort. */
export default function PeoplePage({ page }: { page: string }) {
  const t = useTexts();
  const Shown = Object.hasOwn(PAGES, page) ? PAGES[page as Name] : null;
  const tabs = (Object.keys(PAGES) as Name[]).map((name) => ({
    name,
    href: `/people/${name}`,
    label: t(`people.${name}`),
  }));
  return (
    <>
      <PageTabs label={t("places.people")} current={page} tabs={tabs} />
      {Shown ? <Shown /> : <NotFound back={{ href: "/people/agents", place: t("places.people") }} />}
    </>
  );
}
