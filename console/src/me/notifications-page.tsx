import type { AgentSettings } from "@livechat/contract";
import { useStore } from "@nanostores/react";
import { useState } from "react";
import { say, sayProblem } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { canPush, isPushed, startPush, stopPush } from "../notices/push.ts";
import { isMuted, play, type SoundEvent, toggleMuted } from "../notices/sound.ts";
import { Check, Choice, entered, Field, Form } from "../parts/form.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { usePreferences } from "./preferences.tsx";

const EVENTS: readonly SoundEvent[] = ["assigned", "message", "waiting", "mention"];
const SOUNDS = ["off", "soft", "ring"] as const;

function Desktop() {
  const t = useTexts();
  const [permission, setPermission] = useState(() =>
    "Notification" in window ? Notification.permission : "denied",
  );
  if (permission === "granted") return <p>{t("me.desktopOn")}</p>;
  if (permission === "denied") return <p>{t("me.desktopDenied")}</p>;
  const ask = () => void Notification.requestPermission().then(setPermission);
  return (
    <p>
      <button type="button" className="button" onClick={ask}>
        {t("me.desktopAllow")}
      </button>
    </p>
  );
}

/** Also when no console is open: in this browser, by its push service. */
function Push({ settings }: { settings: AgentSettings }) {
  const t = useTexts();
  const call = useCall();
  const [, change] = usePreferences();
  const [isOn, setOn] = useState(isPushed);
  if (!canPush()) return <p>{t("me.pushUnknown")}</p>;
  const toggle = async (on: boolean) => {
    setOn(on);
    try {
      await (on ? startPush(call) : stopPush(call));
      if (on) change({ push: true });
    } catch (error) {
      setOn(isPushed());
      sayProblem(error);
    }
  };
  return (
    <>
      <Check
        key={String(isOn)}
        name="push"
        label={t("me.pushHere")}
        checked={isOn}
        onChange={(on) => void toggle(on)}
      />
      <Check
        name="pushText"
        label={t("me.pushText")}
        checked={settings.pushText}
        onChange={(pushText) => change({ pushText })}
      />
    </>
  );
}

function Sounds({ settings }: { settings: AgentSettings }) {
  const t = useTexts();
  const [, change] = usePreferences();
  const options = SOUNDS.map((value) => ({ value, label: t(`me.sound.${value}`) }));
  return (
    <fieldset className="form-set">
      <legend>{t("me.sounds")}</legend>
      {EVENTS.map((event) => (
        <div key={event} className="member">
          <Choice
            label={t(`me.event.${event}`)}
            name={event}
            value={settings.sounds[event]}
            options={options}
            onChange={(sound) => change({ sounds: { [event]: sound } })}
          />
          <button
            type="button"
            className="button"
            aria-label={t("me.playThis", { name: t(`me.event.${event}`) })}
            onClick={() => play(event)}
          >
            {t("me.play")}
          </button>
        </div>
      ))}
    </fieldset>
  );
}

function QuietHours({ settings }: { settings: AgentSettings }) {
  const t = useTexts();
  const [, change] = usePreferences();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const save = async (form: FormData) => {
    const [start, end] = [entered(form, "start"), entered(form, "end")];
    change({ quietHours: start && end ? { start, end, timeZone } : null });
    say(t("actions.saved"));
  };
  return (
    <Form onSubmit={save} submit={t("actions.save")}>
      <fieldset className="form-set">
        <legend>{t("me.quietHours", { zone: settings.quietHours?.timeZone ?? timeZone })}</legend>
        <Field label={t("archive.from")} name="start" type="time" value={settings.quietHours?.start ?? ""} />
        <Field label={t("archive.to")} name="end" type="time" value={settings.quietHours?.end ?? ""} />
      </fieldset>
    </Form>
  );
}

/** What is heard and shown of new chats and messages, and when nothing is. */
export function NotificationsPage() {
  const t = useTexts();
  const muted = useStore(isMuted);
  const [settings] = usePreferences();
  return (
    <>
      <h1>{t("me.notifications")}</h1>
      <div className="form">
        <Check
          key={String(muted)}
          name="sound"
          label={t("me.soundHere")}
          checked={!muted}
          onChange={toggleMuted}
        />
        {settings && <Sounds settings={settings} />}
        <h2>{t("me.desktop")}</h2>
        <Desktop />
        <h2>{t("me.push")}</h2>
        {settings && <Push settings={settings} />}
      </div>
      {settings && <QuietHours settings={settings} />}
    </>
  );
}
