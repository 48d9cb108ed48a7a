import type { UpdateWidget, Widget } from "@livechat/contract";
import { useState } from "react";
import { say } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { useAgentState } from "../client/context.tsx";
import { Area, Check, Choice, entered, enteredNumber, Field, Form } from "../parts/form.tsx";
import { LANGUAGES } from "../texts/texts.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { contrast, READABLE, textOn } from "./contrast.ts";
import { WidgetFiles, widgetFilesFrom } from "./widget-files.tsx";

interface Props {
  widget: Widget;
}

const POSITIONS = ["end", "start"] as const;
const LAUNCHERS = ["icon", "text", "none"] as const;
const OFFLINE = ["form", "message", "hide", "chat"] as const;
const ASKED = ["never", "unknownOnly", "always"] as const;
const SCALES = ["thumbs", "five"] as const;
const RATING = ["onClose", "never"] as const;
const IDENTITY = ["off", "report", "enforce"] as const;
const OWN_TEXTS = ["title", "welcome", "offlineTitle"] as const;

function ColorField({ name, label, value }: { name: string; label: string; value: string }) {
  const t = useTexts();
  const [color, setColor] = useState(value);
  const ratio = contrast(color, textOn(color));
  return (
    <div className="swatch-row">
      <Field label={label} name={name} type="color" value={value} onChange={setColor} />
      <span className="bubble-sample" style={{ background: color, color: textOn(color) }}>
        {t("widget.sample")}
      </span>
      <span className={ratio >= READABLE ? "quiet" : "problem"}>
        {t("widget.contrast", { ratio: ratio.toFixed(1) })}
      </span>
    </div>
  );
}

function Look({ widget }: Props) {
  const t = useTexts();
  const { theme } = widget;
  const positions = POSITIONS.map((value) => ({ value, label: t(`widget.position.${value}`) }));
  const launchers = LAUNCHERS.map((value) => ({ value, label: t(`widget.launcher.${value}`) }));
  return (
    <fieldset className="form-set">
      <legend>{t("widget.look")}</legend>
      <ColorField name="color" label={t("widget.color")} value={theme.color} />
      <ColorField name="colorDark" label={t("widget.colorDark")} value={theme.colorDark} />
      <Field label={t("widget.radius")} name="radius" type="number" min={0} max={40} value={theme.radius} />
      <Choice label={t("widget.position")} name="position" value={theme.position} options={positions} />
      <Choice label={t("widget.launcher")} name="launcher" value={theme.launcher} options={launchers} />
      <Check label={t("widget.photos")} name="showAgentPhotos" checked={theme.showAgentPhotos} />
      <Check label={t("widget.sound")} name="soundOn" checked={widget.sound} />
    </fieldset>
  );
}

function Words({ widget }: Props) {
  const t = useTexts();
  return (
    <fieldset className="form-set">
      <legend>{t("widget.texts")}</legend>
      {LANGUAGES.flatMap((language) =>
        OWN_TEXTS.map((name) => (
          <Field
            key={`${language}-${name}`}
            label={`${t(`widget.text.${name}`)} (${t(`me.language.${language}`)})`}
            name={`text-${language}-${name}`}
            value={widget.texts[language]?.[name] ?? ""}
            placeholder={t("widget.asBuiltIn")}
          />
        )),
      )}
    </fieldset>
  );
}

function Behaviour({ widget }: Props) {
  const t = useTexts();
  const groups = useAgentState((state) => state.groups);
  const groupOptions = [
    { value: "", label: t("widget.defaultGroup") },
    ...groups.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <fieldset className="form-set">
      <legend>{t("widget.behaviour")}</legend>
      <Choice label={t("details.group")} name="groupId" value={widget.groupId ?? ""} options={groupOptions} />
      <Choice
        label={t("widget.preChat")}
        name="preChatWhen"
        value={widget.preChat.when}
        options={ASKED.map((value) => ({ value, label: t(`widget.ask.${value}`) }))}
      />
      <Choice
        label={t("widget.offline")}
        name="offlineMode"
        value={widget.offline.mode}
        options={OFFLINE.map((value) => ({ value, label: t(`widget.offline.${value}`) }))}
      />
      <Choice
        label={t("widget.ratingAsk")}
        name="ratingAsk"
        value={widget.rating.ask}
        options={RATING.map((value) => ({ value, label: t(`widget.rating.${value}`) }))}
      />
      <Choice
        label={t("widget.ratingScale")}
        name="ratingScale"
        value={widget.rating.scale}
        options={SCALES.map((value) => ({ value, label: t(`widget.scale.${value}`) }))}
      />
      <Check name="ratingComment" label={t("widget.ratingComment")} checked={widget.rating.comment} />
      <Check name="consent" label={t("widget.consent")} checked={widget.consent.required} />
      <Choice
        label={t("widget.identity")}
        name="identity"
        value={widget.identity}
        options={IDENTITY.map((value) => ({ value, label: t(`widget.identity.${value}`) }))}
      />
    </fieldset>
  );
}

function textsFrom(form: FormData, widget: Widget): Widget["texts"] {
  const texts: Record<string, Record<string, string>> = { ...widget.texts };
  for (const language of LANGUAGES) {
    const own = { ...texts[language] };
    for (const name of OWN_TEXTS) {
      const text = entered(form, `text-${language}-${name}`);
      if (text === "") delete own[name];
      else own[name] = text;
    }
    if (Object.keys(own).length > 0) texts[language] = own;
    else delete texts[language];
  }
  return texts;
}

function changesFrom(form: FormData, widget: Widget): UpdateWidget {
  const one = <T extends string>(name: string) => entered(form, name) as T;
  return {
    allowedDomains: entered(form, "allowedDomains")
      .split(/[\s,]+/)
      .filter(Boolean),
    groupId: entered(form, "groupId") || null,
    theme: {
      color: one("color"),
      colorDark: one("colorDark"),
      radius: enteredNumber(form, "radius") ?? widget.theme.radius,
      position: one<"start" | "end">("position"),
      launcher: one<"icon" | "text" | "none">("launcher"),
      showAgentPhotos: form.get("showAgentPhotos") !== null,
    },
    sound: form.get("soundOn") !== null,
    texts: textsFrom(form, widget),
    preChat: { when: one<(typeof ASKED)[number]>("preChatWhen") },
    offline: { mode: one<(typeof OFFLINE)[number]>("offlineMode") },
    rating: {
      ask: one<(typeof RATING)[number]>("ratingAsk"),
      scale: one<(typeof SCALES)[number]>("ratingScale"),
      comment: form.get("ratingComment") !== null,
    },
    consent: { required: form.get("consent") !== null },
    identity: one<(typeof IDENTITY)[number]>("identity"),
    files: widgetFilesFrom(form),
  };
}

/** Everything about a widget that people change: its draft. */
export function WidgetForm({ widget, onSaved }: Props & { onSaved(): Promise<void> }) {
  const t = useTexts();
  const call = useCall();
  const save = async (form: FormData) => {
    await call("updateWidget", { params: { id: widget.id }, body: changesFrom(form, widget) });
    await onSaved();
    say(t("widget.saved"));
  };
  return (
    <Form onSubmit={save} submit={t("actions.save")}>
      <Look widget={widget} />
      <Words widget={widget} />
      <Behaviour widget={widget} />
      <WidgetFiles widget={widget} />
      <fieldset className="form-set">
        <legend>{t("widget.domains")}</legend>
        <Area
          label={t("widget.domainsLabel")}
          name="allowedDomains"
          value={widget.allowedDomains.join("\n")}
          hint={t("widget.domainsHint")}
        />
      </fieldset>
    </Form>
  );
}
