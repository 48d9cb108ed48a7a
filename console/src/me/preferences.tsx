import type { AgentSettings, UpdateAgentSettings } from "@livechat/contract";
import { useMantineColorScheme } from "@mantine/core";
import { useStore } from "@nanostores/react";
import { atom } from "nanostores";
import { useEffect } from "react";
import { sayProblem } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { setKeysOn } from "../keys/use-keys.ts";
import { soundSettings } from "../notices/sound.ts";
import { LANGUAGES } from "../texts/texts.ts";
import { useLanguage } from "../texts/use-texts.tsx";
import { chooseSendKey } from "./send-key.ts";

/** How this agent wants the console, as the server has it; null until it is known. */
export const preferences = atom<AgentSettings | null>(null);

const SCHEMES = { system: "auto", light: "light", dark: "dark" } as const;

/** Puts into effect what was chosen, here or in another browser. */
function useApply(): (settings: AgentSettings) => void {
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const [language, choose] = useLanguage();
  return (settings) => {
    preferences.set(settings);
    setColorScheme(SCHEMES[settings.theme]);
    const wanted = LANGUAGES.find((each) => each === settings.locale);
    if (wanted && wanted !== language) choose(wanted);
    chooseSendKey(settings.sendKey === "enter");
    setKeysOn(settings.shortcuts);
    soundSettings.set({ sounds: settings.sounds, quietHours: settings.quietHours });
  };
}

/** Reads them when the agent has signed in. */
export function Preferences() {
  const call = useCall();
  const apply = useApply();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for a sign-in; what is chosen here later wins.
  useEffect(() => {
    // Without a network the browser's own copies hold until the next visit.
    call("getMySettings").then(apply, () => {});
    return () => preferences.set(null);
  }, [call]);
  return null;
}

/** What is chosen, and how to choose something else: in effect at once, and kept on the server. */
export function usePreferences(): [AgentSettings | null, (changes: UpdateAgentSettings) => void] {
  const call = useCall();
  const apply = useApply();
  const settings = useStore(preferences);
  const change = (changes: UpdateAgentSettings) => {
    call("updateMySettings", { body: changes }).then(apply, sayProblem);
  };
  return [settings, change];
}
