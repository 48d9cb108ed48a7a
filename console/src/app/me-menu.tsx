import { Menu, useMantineColorScheme } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { Link } from "wouter";
import { useAgentState, useClient, useMe } from "../client/context.tsx";
import { useSignOut } from "../client/session.ts";
import { usePreferences } from "../me/preferences.tsx";
import { Face } from "../parts/face.tsx";
import { LANGUAGES } from "../texts/texts.ts";
import { useLanguage, useTexts } from "../texts/use-texts.tsx";

const SignOutDialog = lazy(() => import("./sign-out-dialog.tsx"));

const STATUSES = ["online", "away", "offline"] as const;
const THEMES = ["system", "light", "dark"] as const;

function Choices() {
  const t = useTexts();
  const [language] = useLanguage();
  const [, change] = usePreferences();
  const { colorScheme } = useMantineColorScheme();
  const theme = colorScheme === "auto" ? "system" : colorScheme;
  return (
    <>
      <Menu.Label>{t("me.theme")}</Menu.Label>
      {THEMES.map((each) => (
        <Menu.RadioItem
          key={each}
          value={each}
          checked={theme === each}
          closeMenuOnClick
          onChange={() => change({ theme: each })}
        >
          {t(`me.theme.${each}`)}
        </Menu.RadioItem>
      ))}
      <Menu.Label>{t("me.language")}</Menu.Label>
      {LANGUAGES.map((each) => (
        <Menu.RadioItem
          key={each}
          value={each}
          checked={language === each}
          lang={each}
          closeMenuOnClick
          onChange={() => change({ locale: each })}
        >
          {each === "en" ? "English" : "Deutsch"}
        </Menu.RadioItem>
      ))}
    </>
  );
}

/** Who I am, whether chats come to me, and what is mine alone. */
export function MeMenu() {
  const t = useTexts();
  const client = useClient();
  const me = useMe();
  const connection = useAgentState((state) => state.connection);
  const [isLeaving, setLeaving] = useState(false);
  const signOut = useSignOut();
  const leave = () => {
    if (me.activeChats > 0 || client.unsentMessages > 0) setLeaving(true);
    else void signOut();
  };
  const paused = me.status === "online" && !me.acceptingChats;
  const status = paused ? t("me.paused") : t(`status.${me.status}`);
  return (
    <Menu width={240} position="right-end">
      <Menu.Target>
        <button type="button" className="rail-link me" data-connection={connection}>
          <Face name={me.name} url={me.avatarUrl} status={paused ? "away" : me.status} />
          <span className="load number" aria-hidden="true">
            {me.activeChats}/{me.maxConcurrentChats}
          </span>
          <span className="hidden-visually">
            {t("me.menu", { name: me.name, status, n: me.activeChats, limit: me.maxConcurrentChats })}
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.name}</Menu.Label>
        {STATUSES.map((each) => (
          <Menu.RadioItem
            key={each}
            value={each}
            checked={me.status === each}
            rightSection={<span className={`presence ${each}`} />}
            closeMenuOnClick
            onChange={() => void client.setStatus(each)}
          >
            {t(`status.${each}`)}
          </Menu.RadioItem>
        ))}
        <Menu.CheckboxItem
          checked={!me.acceptingChats}
          closeMenuOnClick
          onChange={() => void client.setAcceptingChats(!me.acceptingChats)}
        >
          {t("me.pause")}
        </Menu.CheckboxItem>
        <Menu.Divider />
        <Choices />
        <Menu.Divider />
        <Menu.Item component={Link} href="/me/profile">
          {t("me.profile")}
        </Menu.Item>
        <Menu.Item onClick={leave}>{t("me.signOut")}</Menu.Item>
      </Menu.Dropdown>
      {isLeaving && (
        <Suspense fallback={null}>
          <SignOutDialog onDone={() => setLeaving(false)} />
        </Suspense>
      )}
    </Menu>
  );
}
