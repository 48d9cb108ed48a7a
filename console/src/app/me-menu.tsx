import { Menu, useMantineColorScheme } from "@mantine/core";
import { Link } from "wouter";
import { useAgentState, useClient, useMe } from "../client/context.tsx";
import { Face } from "../parts/face.tsx";
import { LANGUAGES } from "../texts/texts.ts";
import { useLanguage, useTexts } from "../texts/use-texts.tsx";

const STATUSES = ["online", "away", "offline"] as const;
const SCHEMES = ["auto", "light", "dark"] as const;

function Choices() {
  const t = useTexts();
  const [language, choose] = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu.Label>{t("me.theme")}</Menu.Label>
      {SCHEMES.map((scheme) => (
        <Menu.Item
          key={scheme}
          role="menuitemradio"
          aria-checked={colorScheme === scheme}
          onClick={() => setColorScheme(scheme)}
        >
          {t(`me.theme.${scheme}`)}
        </Menu.Item>
      ))}
      <Menu.Label>{t("me.language")}</Menu.Label>
      {LANGUAGES.map((each) => (
        <Menu.Item
          key={each}
          role="menuitemradio"
          aria-checked={language === each}
          lang={each}
          onClick={() => choose(each)}
        >
          {each === "en" ? "English" : "Deutsch"}
        </Menu.Item>
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
  const paused = me.status === "online" && !me.acceptingChats;
  const status = paused ? t("me.paused") : t(`status.${me.status}`);
  return (
    <Menu width={240} position="right-end">
      <Menu.Target>
        <button
          type="button"
          className="rail-link me"
          aria-label={t("me.menu", {
            name: me.name,
            status,
            n: me.activeChats,
            limit: me.maxConcurrentChats,
          })}
          data-connection={connection}
        >
          <Face name={me.name} url={me.avatarUrl} status={paused ? "away" : me.status} />
          <span className="load number">
            {me.activeChats}/{me.maxConcurrentChats}
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.name}</Menu.Label>
        {STATUSES.map((each) => (
          <Menu.Item
            key={each}
            role="menuitemradio"
            aria-checked={me.status === each}
            leftSection={<span className={`presence ${each}`} />}
            onClick={() => void client.setStatus(each)}
          >
            {t(`status.${each}`)}
          </Menu.Item>
        ))}
        <Menu.Item
          role="menuitemcheckbox"
          aria-checked={!me.acceptingChats}
          onClick={() => void client.setAcceptingChats(!me.acceptingChats)}
        >
          {me.acceptingChats ? t("me.pause") : t("me.resume")}
        </Menu.Item>
        <Menu.Divider />
        <Choices />
        <Menu.Divider />
        <Menu.Item component={Link} href="/me/profile">
          {t("me.profile")}
        </Menu.Item>
        <Menu.Item onClick={() => void client.signOut()}>{t("me.signOut")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
