import type { Event } from "@livechat/contract";
import { useStore } from "@nanostores/react";
import { atom } from "nanostores";
import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { say } from "../actions/toasts.ts";
import { useActions } from "../actions/use-actions.tsx";
import { useAgentState, useClient, useMe } from "../client/context.tsx";
import { visitorName } from "../client/name.ts";
import { unreadById } from "../client/own-conversations.tsx";
import { visitorsOf } from "../client/visitors.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { showOnDesktop } from "./desktop.ts";
import { changesOf } from "./news.ts";
import { play, prepareSound } from "./sound.ts";

/** A chat that is not looked at rings so often, and this far apart. */
const MOST_RINGS = 3;
const RING_EVERY_MS = 6_000;
const WAITING_EVERY_MS = 60_000;
/** Somebody who waits longer than this really waits. */
const WAITS_MS = 2_000;

/** What is read out to who does not see the page. */
const spoken = atom("");

function useName() {
  const t = useTexts();
  const client = useClient();
  return (visitorId: string) =>
    visitorName(visitorsOf(client).known(visitorId), visitorId, t("visitor.anonymous"));
}

/** Ids of a list as they were when it was looked at last. */
function useChanges(ids: readonly string[], onChange: (changes: ReturnType<typeof changesOf>) => void): void {
  const before = useRef<ReadonlySet<string> | null>(null);
  const latest = useRef(onChange);
  latest.current = onChange;
  const key = [...ids].sort().join();
  useEffect(() => {
    const now = new Set(key === "" ? [] : key.split(","));
    const changes = changesOf(before.current, now);
    before.current = now;
    if (changes.came.length > 0 || changes.went.length > 0) latest.current(changes);
  }, [key]);
}

/** Rings for chats that nobody has looked at, a few times. */
function useRinging() {
  const timers = useRef(new Map<string, ReturnType<typeof setInterval>>());
  useEffect(
    () => () => {
      for (const timer of timers.current.values()) clearInterval(timer);
    },
    [],
  );
  const stop = (id: string) => {
    clearInterval(timers.current.get(id));
    timers.current.delete(id);
  };
  const ring = (id: string, isSeen: () => boolean) => {
    let rings = 1;
    play("assigned");
    const timer = setInterval(() => {
      if (isSeen() || rings >= MOST_RINGS) return stop(id);
      rings += 1;
      play("assigned");
    }, RING_EVERY_MS);
    timers.current.set(id, timer);
  };
  return { ring, stop };
}

const isOpenOn = (path: string, id: string) =>
  path.endsWith(`/${id}`) && document.visibilityState === "visible";

/** Chats that came to this agent, and those that were taken away. */
function useAssigned(): void {
  const t = useTexts();
  const client = useClient();
  const [path, go] = useLocation();
  const place = useRef(path);
  place.current = path;
  const nameOf = useName();
  const { held } = useActions();
  const { ring, stop } = useRinging();
  const mine = useAgentState((state) => state.mine);
  const known = useRef(new Map<string, string>());
  for (const { id, visitorId } of mine) known.current.set(id, visitorId);
  useChanges(
    mine.map(({ id }) => id),
    ({ came, went }) => {
      for (const id of came) {
        const name = nameOf(known.current.get(id) ?? "");
        spoken.set(t("notice.assigned", { name }));
        ring(id, () => isOpenOn(place.current, id));
        showOnDesktop({
          title: t("notice.assigned", { name }),
          tag: id,
          open: () => go(`/inbox/mine/${id}`),
        });
      }
      for (const id of went) {
        stop(id);
        held.drop(id);
        void client
          .request<{ status: string; assignedAgentId: string | null }>("GET", `/v1/conversations/${id}`)
          .then(({ status }) =>
            status === "closed" ? ("notice.closed" as const) : ("notice.movedOn" as const),
          )
          // Not to be seen any more: it went to another group.
          .catch(() => "notice.movedOn" as const)
          .then((key) => {
            if (leaving.delete(id)) return;
            const text = t(key, { name: nameOf(known.current.get(id) ?? "") });
            spoken.set(text);
            say(text);
          });
      }
    },
  );
}

/** Conversations that this agent has just closed or passed on: that they go is no news. */
const leaving = new Set<string>();

function useLeaving(): void {
  const items = useStore(useActions().held.items);
  useEffect(() => {
    for (const { conversationId } of items) leaving.add(conversationId);
  }, [items]);
}

/** What visitors write in own chats. A chat that is being closed stays: its visitor has more to say. */
function useArrivals(): void {
  const t = useTexts();
  const client = useClient();
  const [path, go] = useLocation();
  const nameOf = useName();
  const { held } = useActions();
  const scene = useRef({ path, go, nameOf, t });
  scene.current = { path, go, nameOf, t };
  useEffect(() => {
    const onArrival = (event: Event) => {
      if (event.authorType !== "visitor" || event.type === "system") return;
      const { conversationId: id, authorId } = event;
      const { path, go, nameOf, t } = scene.current;
      const name = nameOf(authorId ?? "");
      if (held.drop(id).length > 0) {
        leaving.delete(id);
        say(t("notice.wroteAgain", { name }), {
          action: { label: t("notice.open"), run: () => go(`/inbox/mine/${id}`) },
        });
      }
      const isMine = client.state.get().mine.some((conversation) => conversation.id === id);
      if (!isMine || isOpenOn(path, id)) return;
      play("message");
      spoken.set(t("notice.wrote", { name }));
      showOnDesktop({ title: t("notice.wrote", { name }), tag: id, open: () => go(`/inbox/mine/${id}`) });
    };
    return client.onArrival(onArrival);
  }, [client, held]);
}

/** Who waits in own groups: said when they come, and softly again while they wait. */
function useWaiting(): number {
  const t = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const queues = useAgentState((state) => state.waiting);
  const waiting = me.groupIds.flatMap((id) => queues[id] ?? []);
  const count = waiting.length;
  const latestCount = useRef(count);
  latestCount.current = count;
  const tell = (n: number) => {
    play("waiting");
    const text = t.count("notice.waiting", n);
    spoken.set(text);
    say(text, { action: { label: t("notice.open"), run: () => go("/queue") } });
    showOnDesktop({ title: text, tag: "waiting", open: () => go("/queue") });
  };
  useChanges(
    waiting.map(({ id }) => id),
    ({ came }) => {
      if (came.length === 0) return;
      // Most of them have an agent within a second: only those who then still wait are news.
      setTimeout(() => {
        if (latestCount.current > 0) tell(latestCount.current);
      }, WAITS_MS);
    },
  );
  const isAnyoneWaiting = count > 0;
  useEffect(() => {
    if (!isAnyoneWaiting) return undefined;
    const timer = setInterval(() => play("waiting"), WAITING_EVERY_MS);
    return () => clearInterval(timer);
  }, [isAnyoneWaiting]);
  return count;
}

/** The number of chats that want something stands in the tab's title, and its picture has a dot. */
function useTab(waiting: number): void {
  const unread = Object.keys(useStore(unreadById)).length;
  const wanted = unread + waiting;
  useEffect(() => {
    document.title = wanted > 0 ? `(${wanted}) livechat console` : "livechat console";
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon) icon.href = wanted > 0 ? "/console/icon-unread.svg" : "/console/icon.svg";
  }, [wanted]);
}

/** Whatever page is open: no chat is missed. */
export function Notices() {
  useEffect(prepareSound, []);
  useLeaving();
  useAssigned();
  useArrivals();
  useTab(useWaiting());
  return (
    <p className="hidden-visually" aria-live="polite">
      {useStore(spoken)}
    </p>
  );
}
