import type { Notification } from "@livechat/contract";
import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { sayProblem } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { useClient } from "../client/context.tsx";
import { Icon } from "../look/icon.tsx";
import { Opener } from "../parts/opener.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import "./bell.css";
import { showOnDesktop } from "./desktop.ts";
import { play } from "./sound.ts";
import { told } from "./told.ts";

const load = () => import("./bell-panel.tsx");

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

/** What this agent was told, each leading to its place. */
export function Bell() {
  const t = useTexts();
  const call = useCall();
  const [, go] = useLocation();
  const list = useNotifications((one) => {
    if (one.type !== "mention" && one.type !== "transferred") return;
    play("mention");
    showOnDesktop({ title: told(one, t), tag: one.id, open: () => go(placeOf(one)) });
  });
  const unread = list.filter(({ read }) => !read).length;
  const open = (one: Notification) => {
    go(placeOf(one));
    if (!one.read) call("readNotification", { params: { id: one.id } }).catch(sayProblem);
  };
  return (
    <Opener
      opens="dialog"
      className="rail-link"
      label={unread > 0 ? t.count("bell.unread", unread) : t("bell.title")}
      load={load}
      panel={{ list, onOpen: open }}
    >
      <Icon name="bell" />
      {unread > 0 && <span className="rail-count number">{unread}</span>}
    </Opener>
  );
}
