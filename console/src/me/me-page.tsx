import { useMantineColorScheme } from "@mantine/core";
import { useStore } from "@nanostores/react";
import { useState } from "react";
import { say } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { useMe } from "../client/context.tsx";
import { areKeysOn, setKeysOn } from "../keys/use-keys.ts";
import { isMuted, play, toggleMuted } from "../notices/sound.ts";
import { Check, Choice, entered, Field, Form } from "../parts/form.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import { AgentNumbers } from "../people/agent-dialog.tsx";
import "../people/people.css";
import { LANGUAGES } from "../texts/texts.ts";
import { useLanguage, useTexts } from "../texts/use-texts.tsx";
import { chooseSendKey, sendsWithEnter } from "./send-key.ts";

function Profile() {
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
    </>
  );
}

function Password() {
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

function Desktop() {
  const t = useTexts();
  const [permission, setPermission] = useState(() =>
    "Notification" in window ? Notification.permission : "denied",
  );
  if (permission === "granted") return <p>{t("me.desktopOn")}</p>;
  if (permission === "denied") return <p>{t("me.desktopDenied")}</p>;
  return (
    <p>
      <button
        type="button"
        className="button"
        onClick={() => void Notification.requestPermission().then(setPermission)}
      >
        {t("me.desktopAllow")}
      </button>
    </p>
  );
}

function Notifications() {
  const t = useTexts();
  const muted = useStore(isMuted);
  return (
    <>
      <h1>{t("me.notifications")}</h1>
      <div className="form">
        <Check
          key={String(muted)}
          name="sound"
          label={t("me.sound")}
          checked={!muted}
          onChange={toggleMuted}
        />
        <p className="form-buttons">
          {(["ring", "tick", "soft"] as const).map((sound) => (
            <button key={sound} type="button" className="button" onClick={() => play(sound)}>
              {t(`me.play.${sound}`)}
            </button>
          ))}
        </p>
        <h2>{t("me.desktop")}</h2>
        <Desktop />
      </div>
    </>
  );
}

function Writing() {
  const t = useTexts();
  const withEnter = useStore(sendsWithEnter);
  const sendKeys = [
    { value: "enter", label: t("me.sendEnter") },
    { value: "mod", label: t("me.sendMod") },
  ] as const;
  return (
    <>
      <Choice
        label={t("me.sendKey")}
        name="sendKey"
        value={withEnter ? "enter" : "mod"}
        options={sendKeys}
        onChange={(value) => chooseSendKey(value === "enter")}
      />
      <Check name="keys" label={t("me.keysOn")} checked={areKeysOn()} onChange={setKeysOn} />
    </>
  );
}

function Look() {
  const t = useTexts();
  const [language, choose] = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = (["auto", "light", "dark"] as const).map((value) => ({
    value,
    label: t(`me.theme.${value}`),
  }));
  const languages = LANGUAGES.map((value) => ({ value, label: t(`me.language.${value}`) }));
  return (
    <>
      <h1>{t("me.look")}</h1>
      <div className="form">
        <Choice
          label={t("me.theme")}
          name="theme"
          value={colorScheme}
          options={schemes}
          onChange={setColorScheme}
        />
        <Choice
          label={t("me.language")}
          name="language"
          value={language}
          options={languages}
          onChange={choose}
        />
        <Writing />
      </div>
    </>
  );
}

const PAGES = { profile: Profile, password: Password, notifications: Notifications, look: Look } as const;
type Name = keyof typeof PAGES;

/** What is one's own: name, password, notifications, language, look and keys. */
export default function MePage({ page }: { page: string }) {
  const t = useTexts();
  const current: Name = page in PAGES ? (page as Name) : "profile";
  const Shown = PAGES[current];
  const tabs = (Object.keys(PAGES) as Name[]).map((name) => ({
    name,
    href: `/me/${name}`,
    label: t(`me.tab.${name}`),
  }));
  return (
    <>
      <PageTabs label={t("places.me")} current={current} tabs={tabs} />
      <Shown />
    </>
  );
}
