import { Menu, useMantineColorScheme } from "@mantine/core";
import { Link } from "wouter";
import { useClient, useMe } from "../client/context.tsx";
import { usePreferences } from "../me/preferences.tsx";
import type { Opened } from "../parts/opener.tsx";
import { LANGUAGES } from "../texts/texts.ts";
import { useLanguage, useTexts } from "../texts/use-texts.tsx";

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

export default function MeMenuPanel({ isOpen, onChange, target, onLeave }: Opened & { onLeave(): void }) {
  const t = useTexts();
  const client = useClient();
  const me = useMe();
  return (
    <Menu opened={isOpen} onChange={onChange} width={240} position="right-end">
      <Menu.Target>{target}</Menu.Target>
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
        <Menu.Item onClick={onLeave}>{t("me.signOut")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
