import { useMantineColorScheme } from "@mantine/core";
import { useStore } from "@nanostores/react";
import { areKeysOn } from "../keys/use-keys.ts";
import { Check, Choice } from "../parts/form.tsx";
import { LANGUAGES } from "../texts/texts.ts";
import { useLanguage, useTexts } from "../texts/use-texts.tsx";
import { usePreferences } from "./preferences.tsx";
import { sendsWithEnter } from "./send-key.ts";

/** Scheme, language, what sends, and whether keys act. */
export function LookPage() {
  const t = useTexts();
  const [language] = useLanguage();
  const [settings, change] = usePreferences();
  const { colorScheme } = useMantineColorScheme();
  const withEnter = useStore(sendsWithEnter);
  const schemes = (["system", "light", "dark"] as const).map((value) => ({
    value,
    label: t(`me.theme.${value}`),
  }));
  const languages = LANGUAGES.map((value) => ({ value, label: t(`me.language.${value}`) }));
  const sendKeys = (["enter", "ctrlEnter"] as const).map((value) => ({
    value,
    label: t(`me.send.${value}`),
  }));
  return (
    <>
      <h1>{t("me.look")}</h1>
      <div className="form" key={settings === null ? "unknown" : "known"}>
        <Choice
          label={t("me.theme")}
          name="theme"
          value={colorScheme === "auto" ? "system" : colorScheme}
          options={schemes}
          onChange={(theme) => change({ theme })}
        />
        <Choice
          label={t("me.language")}
          name="language"
          value={language}
          options={languages}
          onChange={(locale) => change({ locale })}
        />
        <Choice
          label={t("me.sendKey")}
          name="sendKey"
          value={withEnter ? "enter" : "ctrlEnter"}
          options={sendKeys}
          onChange={(sendKey) => change({ sendKey })}
        />
        <Check
          name="keys"
          label={t("me.keysOn")}
          checked={areKeysOn()}
          onChange={(shortcuts) => change({ shortcuts })}
        />
      </div>
    </>
  );
}
