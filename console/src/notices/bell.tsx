import type { Notification } from "@livechat/contract";
import { Popover } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { sayProblem } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { useClient } from "../client/context.tsx";
import { useNow } from "../client/use-now.ts";
import { Icon } from "../look/icon.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import "./bell.css";
import { showOnDesktop } from "./desktop.ts";
import { play } from "./sound.ts";

const MINUTE_MS = 60_000;

/** Where a notification leads. */
function placeOf({ type, conversationId }: Notification): string {
  if (conversationId) return `/inbox/mine/${conversationId}`;
  if (type === "webhook_disabled" || type === "bot_paused") return "/settings/integrations";
  return "/inbox/mine";
}

/** Told as it comes; what is there at the start is history. */
function useNotifications(onNew: (notification: Notification) => void): readonly Notification[] {
  const client = useClient();
  const [list, setList] = useState<readonly Notification[]>([]);
  const known = useRef<Set<string> | null>(null);
  const latest = useRef(onNew);
  latest.current = onNew;
  useEffect(
    () =>
      client.watchNotifications({
        next: (found) => {
          setList(found);
          const before = known.current;
          known.current = new Set(found.map(({ id }) => id));
          if (before) for (const one of found) if (!before.has(one.id) && !one.read) latest.current(one);
        },
        failed: () => setList([]),
      }),
    [client],
  );
  return list;
}

function Entry({ notification, onOpen }: { notification: Notification; onOpen(): void }) {
  const t = useTexts();
  const now = useNow(MINUTE_MS);
  const { type, text, read, createdAt, metadata } = notification;
  return (
    <li>
      <button type="button" className={`bell-entry ${read ? "" : "unread"}`} onClick={onOpen}>
        <span>
          {t(`bell.${type}`, { name: metadata?.agentName ?? metadata?.name ?? "" }).trim()}
          {!read && <span className="hidden-visually"> {t("row.unread")}</span>}
        </span>
        <time className="quiet number" dateTime={createdAt}>
          {t.duration(Math.max(0, now - Date.parse(createdAt)))}
        </time>
        {text && <span className="preview quiet">{text}</span>}
      </button>
    </li>
  );
}

/** What this agent was told, each leading to its place. */
export function Bell() {
  const t = useTexts();
  const call = useCall();
  const [, go] = useLocation();
  const [isOpen, setOpen] = useState(false);
  const list = useNotifications((one) => {
    if (one.type !== "mention" && one.type !== "transferred") return;
    play("mention");
    const title = t(`bell.${one.type}`, { name: one.metadata?.agentName ?? "" });
    showOnDesktop({ title, tag: one.id, open: () => go(placeOf(one)) });
  });
  const unread = list.filter(({ read }) => !read).length;
  const open = (one: Notification) => {
    setOpen(false);
    go(placeOf(one));
    if (!one.read) call("readNotification", { params: { id: one.id } }).catch(sayProblem);
  };
  const label = unread > 0 ? t.count("bell.unread", unread) : t("bell.title");
  return (
    <Popover opened={isOpen} onChange={setOpen} position="right-end" trapFocus width={340}>
      <Popover.Target>
        <button
          type="button"
          className="rail-link"
          aria-label={label}
          title={label}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="bell" />
          {unread > 0 && <span className="rail-count number">{unread}</span>}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("bell.title")}>
        <header className="bell-head">
          <h2>{t("bell.title")}</h2>
          <button
            type="button"
            className="button"
            disabled={unread === 0}
            onClick={() => void call("readAllNotifications").catch(sayProblem)}
          >
            {t("bell.readAll")}
          </button>
        </header>
        {list.length === 0 && <p className="empty">{t("bell.none")}</p>}
        <ul className="bell-list">
          {list.map((one) => (
            <Entry key={one.id} notification={one} onOpen={() => open(one)} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
