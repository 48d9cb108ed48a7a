import { browserPlatform, VisitorChat } from "@livechat/chat-client";
import type { PanelControls, PanelHost } from "../commands.ts";
import { pageContext } from "../host-page/page-context.ts";
import { pageTrail } from "../host-page/page-trail.ts";
import { announce, report } from "../host-page/tell-page.ts";
import { forgetAll } from "../session-memory.ts";
import { type Drawing, drawPanel } from "./drawing.tsx";

/** Tells the page, and what is drawn, what becomes of the chat. */
function follow(chat: VisitorChat, drawing: Drawing, { unread, emit }: PanelHost): void {
  let before = chat.state.get();
  const known = chat.conversationId;
  chat.state.listen((now) => {
    unread(now.unread);
    report(before, now, { emit, known });
    before = now;
  });
  chat.onArrival((event) => announce(event, emit));
  chat.onForgotten(() => {
    forgetAll();
    drawing.begin();
  });
}

/** What the page says of the visitor and the conversation. */
function commandsOf(chat: VisitorChat, drawing: Drawing) {
  /** What is said changes who is there. */
  const askWhileOpen = () => {
    if (drawing.isOpen()) void chat.widget.ask();
  };
  return {
    setConfig: (config) => chat.widget.show(config),
    write: drawing.write,
    setVisitor: (visitor) => chat.setVisitor(visitor),
    setLocale: (locale) => {
      chat.setVisitor({ locale });
      void drawing.speak(locale);
      askWhileOpen();
    },
    setMetadata: (metadata) => chat.setMetadata(metadata),
    setGroup: (groupId) => {
      chat.setGroup(groupId);
      askWhileOpen();
    },
    answerGreeting: (id) => {
      chat.answerGreeting(id);
      drawing.show({ isDirect: true });
    },
    identify: (token) => chat.identify(token),
    logout: () => chat.logout(),
    end: () => chat.end(),
  } satisfies Partial<PanelControls>;
}

/** Draws the panel, closed, into the loader's shadow root and comes back to the conversation, if there is one. */
export function mountPanel(host: PanelHost): PanelControls {
  const { api, widgetId, groupId, locale, config } = host;
  const chat = new VisitorChat({ api, platform: browserPlatform(), widgetId, pageContext, pageTrail });
  const drawing = drawPanel(host, chat);
  if (groupId !== null) chat.setGroup(groupId);
  chat.setVisitor({ locale });
  if (config) chat.widget.show(config);
  follow(chat, drawing, host);
  void drawing.speak(locale);
  void chat.resume();
  let stopAsking = () => {};
  return {
    ...commandsOf(chat, drawing),
    opened: (isRestored) => {
      drawing.show({ isOpen: true, takesFocus: !isRestored });
      stopAsking();
      stopAsking = chat.widget.watch();
    },
    closed: () => {
      stopAsking();
      drawing.show({ isOpen: false });
    },
    state: () => {
      const { phase, conversationId, agent, queuePosition, unread } = chat.state.get();
      return { status: phase, visitorId: chat.visitorId, conversationId, agent, queuePosition, unread };
    },
    destroy: async () => {
      stopAsking();
      drawing.remove();
      await chat.destroy();
    },
  };
}
