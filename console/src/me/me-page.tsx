import { type ComponentType, useState } from "react";
import { say } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { useClient, useMe } from "../client/context.tsx";
import { useLoaded } from "../client/use-loaded.ts";
import { entered, Field, Form } from "../parts/form.tsx";
import { NotFound } from "../parts/not-found.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import { AgentNumbers } from "../people/agent-dialog.tsx";
import "../people/people.css";
import "./texts.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { LookPage } from "./look-page.tsx";
import { NotificationsPage } from "./notifications-page.tsx";
import { ME_PAGES, type MePageName } from "./pages.ts";
import { SessionsPage } from "./sessions-page.tsx";

function ProfilePage() {
  const t = useTexts();
  const call = useCall();
  const me = useMe();
  const save = async (form: FormData) => {
    const body = { name: entered(form, "name"), avatarUrl: entered(form, "avatarUrl") || null };
    await call("updateAgent", { params: { id: me.id }, body });
    say(t("actions.saved"));
  };
  return (
    <>
      <h1>{me.name}</h1>
      <AgentNumbers agentId={me.id} />
      <Form onSubmit={save} submit={t("actions.save")}>
        <Field label={t("details.name")} name="name" value={me.name} required />
        <Field
          label={t("people.photo")}
          name="avatarUrl"
          type="url"
          value={me.avatarUrl}
          hint={t("people.photoHint")}
        />
      </Form>
      <Version />
    </>
  );
}

/** Which release the server runs: what to name when something is wrong. */
function Version() {
  const t = useTexts();
  const client = useClient();
  const { data } = useLoaded("version", () => client.request<{ version: string }>("GET", "/v1/health"));
  return data && <p className="quiet">{t("me.version", { version: data.version })}</p>;
}

function PasswordPage() {
  const t = useTexts();
  const call = useCall();
  const [round, setRound] = useState(0);
  const save = async (form: FormData) => {
    const body = {
      currentPassword: String(form.get("currentPassword")),
      newPassword: String(form.get("newPassword")),
    };
    await call("changePassword", { body });
    setRound(round + 1);
    say(t("me.passwordChanged"));
  };
  return (
    <>
      <h1>{t("me.password")}</h1>
      <Form key={round} onSubmit={save} submit={t("actions.save")}>
        <Field
          label={t("me.currentPassword")}
          name="currentPassword"
          type="password"
          autoComplete="current-password"
          required
        />
        <Field
          label={t("people.newPassword")}
          name="newPassword"
          type="password"
          autoComplete="new-password"
          required
        />
      </Form>
    </>
  );
}

const PAGES = {
  profile: ProfilePage,
  password: PasswordPage,
  sessions: SessionsPage,
  notifications: NotificationsPage,
  look: LookPage,
} as const satisfies Record<MePageName, ComponentType>;

/** What is one's own: name, password, sign-ins, notifications, language, look and keys. */
export default function MePage({ page }: { page: string }) {
  const t = useTexts();
  const current = ME_PAGES.find((name) => name === page);
  const Shown = current && PAGES[current];
  const tabs = ME_PAGES.map((name) => ({
    name,
    href: `/me/${name}`,
    label: t(`me.tab.${name}`),
  }));
  return (
    <>
      <PageTabs label={t("places.me")} current={page} tabs={tabs} />
      {Shown ? <Shown /> : <NotFound back={{ href: "/me/profile", place: t("places.me") }} />}
    </>
  );
}
