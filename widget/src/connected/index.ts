/**
 * What is loaded when the chat is first opened, or for a visitor who has a conversation: the panel, and what is shown of
 * it outside, beside the launcher and in the page's title.
 */
import { loadPart } from "@livechat/chat-client";
import type { BackCloses } from "../back/index.ts";
import type { Connection, EventName, LoaderHost, WidgetEvents } from "../commands.ts";
import { mountPanel } from "../panel/index.tsx";
import { SMALL_SCREEN } from "../small-screen.ts";
import css from "./outside.css?inline";
import { markTitle } from "./title-mark.ts";

const loadBack = () => import("../back/index.ts");
const loadSound = () => import("../sound/index.ts");

/** A sound that cannot be loaded, or that the browser forbids, is missed by nobody who sees the words. */
const ring = () =>
  void loadPart(loadSound)
    .then(({ play }) => play())
    .catch(() => undefined);

/** What lets back close the chat on a small screen: loaded when the chat first covers the page. */
function backOnSmallScreens(widget: LoaderHost["widget"]) {
  let back: BackCloses | null = null;
  let isGone = false;
  const isOpen = () => widget.getState().isOpen;
  const chat = { isOpen, open: () => void widget.open(), close: () => widget.close() };
  return {
    opened: async (isRestored: boolean) => {
      if (!matchMedia(SMALL_SCREEN).matches) return;
      // Without it back leaves the page, as it does everywhere; it is asked for again with the next opening.
      const part = back ? null : await loadPart(loadBack).catch(() => null);
      if (isGone) return;
      if (part) back ??= part.backCloses(chat);
      if (isOpen()) back?.opened(isRestored);
    },
    closed: () => back?.closed(),
    stop: () => {
      isGone = true;
      back?.stop();
    },
  };
}

/** Draws the panel and keeps the page's outside told. */
export function connect(host: LoaderHost): Connection {
  const { widget } = host;
  const isOpen = () => widget.getState().isOpen;
  const unread = (count: number) => {
    host.unread(count);
    markTitle(isOpen() ? 0 : count);
    if (count === 0) host.say(null);
  };
  let sounds = host.config?.sound;
  const preview = ({ text, authorType }: WidgetEvents["message"]) => {
    if (authorType !== "agent" && authorType !== "bot") return;
    if (sounds && (!isOpen() || document.hidden)) ring();
    if (isOpen()) return;
    const name = panel.state().agent?.name;
    host.say({
      text: name ? `${name}: ${text}` : text,
      onClick: () => widget.open(),
      onDismiss: () => host.say(null),
    });
  };
  const emit = <Name extends EventName>(name: Name, detail: WidgetEvents[Name]) => {
    if (name === "message") preview(detail as WidgetEvents["message"]);
    host.emit(name, detail);
  };
  const isPage = window.livechatSettings?.display === "page";
  host.root.host.toggleAttribute("data-page", isPage);
  const back = backOnSmallScreens(widget);
  const panel = mountPanel({ ...host, emit, unread, close: () => isPage || widget.close() });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  host.root.adoptedStyleSheets = [...host.root.adoptedStyleSheets, sheet];
  return {
    ...panel,
    setConfig: (config) => {
      sounds = config.sound;
      panel.setConfig(config);
    },
    opened: (isRestored) => {
      host.say(null);
      markTitle(0);
      panel.opened(isRestored);
      if (!isPage) void back.opened(isRestored);
    },
    closed: () => {
      panel.closed();
      back.closed();
    },
    identify: async (token) => {
      try {
        return await panel.identify(token);
      } catch (error) {
        const { type = "internal", message } = error as { type?: string; message: string };
        host.emit("error", { type, message });
        throw error;
      }
    },
    logout: async () => {
      unread(0);
      await panel.logout();
    },
    destroy: async () => {
      markTitle(0);
      back.stop();
      await panel.destroy();
    },
  };
}
