import type { CannedResponse } from "@livechat/contract";
import { Modal } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { PLACES } from "../app/places.ts";
import { searchOf } from "../archive/filter.ts";
import { useCanned } from "../client/canned.ts";
import { useAgentState, useClient, useMe } from "../client/context.tsx";
import { visitorName } from "../client/name.ts";
import { visitorsOf } from "../client/visitors.ts";
import { Icon } from "../look/icon.tsx";
import { ME_PAGES } from "../me/pages.ts";
import "../me/texts.ts";
import { Face } from "../parts/face.tsx";
import { type Option, Picker } from "../parts/picker.tsx";
import { settingsPagesFor } from "../settings/pages.ts";
import "../settings/texts.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { keyCaps } from "./key-caps.ts";
import { KEYMAP, type KeyName } from "./keymap.ts";
import { isPaletteOpen, pickedCanned } from "./open.ts";
import { canDo, doKey } from "./use-keys.ts";

type Entry = Option & { run(): void };

const isGo = (name: string) => name.startsWith("go");

/** What keys can do here and now. */
function useActionsHere(): Entry[] {
  const t = useTexts();
  return (Object.keys(KEYMAP) as KeyName[])
    .filter((name) => name !== "palette" && name !== "nth" && !isGo(name) && canDo(name))
    .map((name) => ({
      id: `do-${name}`,
      text: t(KEYMAP[name].label),
      group: t("palette.actions"),
      before: <Icon name="bolt" />,
      hint: keyCaps(KEYMAP[name].keys[0]).map((cap) => <kbd key={cap}>{cap}</kbd>),
      run: () => void doKey(name),
    }));
}

function useConversations(): Entry[] {
  const t = useTexts();
  const client = useClient();
  const [, go] = useLocation();
  const mine = useAgentState((state) => state.mine);
  const waiting = useAgentState((state) => state.waiting);
  return [...mine, ...Object.values(waiting).flat()].map(({ id, visitorId, lastMessage }) => ({
    id: `chat-${id}`,
    text: visitorName(visitorsOf(client).known(visitorId), visitorId, t("visitor.anonymous")),
    group: t("palette.conversations"),
    before: <Icon name="inbox" />,
    hint: lastMessage?.text.slice(0, 60),
    run: () => go(`/inbox/mine/${id}`),
  }));
}

/** The canned responses: into the composer that is open, or else where they are changed. */
function useCannedEntries(isTyped: boolean): Entry[] {
  const t = useTexts();
  const [, go] = useLocation();
  const { responses: canned } = useCanned();
  if (!isTyped) return [];
  const use = (response: CannedResponse) =>
    canDo("reply") ? pickedCanned.set(response) : go("/people/canned");
  return canned.map((response) => ({
    id: `canned-${response.id}`,
    text: `/${response.shortcut} ${response.title}`,
    group: t("canned.title"),
    before: <Icon name="pencil" />,
    hint: response.text.slice(0, 60),
    run: () => use(response),
  }));
}

/** The pages of the settings and of oneself, each by its own name. */
function usePagesWithin(): Entry[] {
  const t = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const entry = (path: string, text: string): Entry => ({
    id: `page-${path}`,
    text,
    group: t("places.settings"),
    before: <Icon name="settings" />,
    run: () => go(path),
  });
  return [
    ...settingsPagesFor(me).map((name) => entry(`/settings/${name}`, t(`settings.${name}`))),
    ...ME_PAGES.map((name) => entry(`/me/${name}`, t(`me.tab.${name}`))),
  ];
}

/** One field that finds people, chats, canned responses, pages, settings and actions. */
export default function Palette() {
  const t = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const agents = useAgentState((state) => state.agents);
  const close = () => isPaletteOpen.set(false);
  const pages: Entry[] = PLACES.filter(({ isFor }) => isFor(me)).map(({ name, path, label, icon }) => ({
    id: `page-${name}`,
    text: t(label),
    group: t("palette.pages"),
    before: <Icon name={icon} />,
    run: () => go(path),
  }));
  const people: Entry[] = agents.map(({ id, name, avatarUrl, status, activeChats, maxConcurrentChats }) => ({
    id: `agent-${id}`,
    text: name,
    group: t("palette.people"),
    before: <Face name={name} url={avatarUrl} status={status} small />,
    hint: `${activeChats}/${maxConcurrentChats}`,
    run: () => go(`/people/agents?id=${id}`),
  }));
  const [typed, setTyped] = useState("");
  const search: Entry = {
    id: "search",
    text: t("palette.search", { typed }),
    group: t("palette.search.group"),
    before: <Icon name="search" />,
    run: () => go(`/archive${searchOf({ q: typed.trim() })}`),
  };
  const isTyped = typed.trim() !== "";
  const canned = useCannedEntries(isTyped);
  const found = [...useActionsHere(), ...useConversations(), ...pages, ...usePagesWithin(), ...people];
  const entries = isTyped ? [...found, ...canned, search] : found;
  return (
    <Modal
      opened
      onClose={close}
      withCloseButton={false}
      size="lg"
      yOffset="10dvh"
      padding="xs"
      title={<span className="hidden-visually">{t("palette.title")}</span>}
    >
      <Picker
        label={t("palette.title")}
        options={entries}
        onSearch={setTyped}
        onChoose={({ id }) => {
          close();
          // After the dialog has gone, so that what the action opens takes the focus.
          setTimeout(() => entries.find((entry) => entry.id === id)?.run());
        }}
      />
    </Modal>
  );
}
