import { browserPlatform, VisitorChat, type VisitorState } from "@livechat/chat-client";
import type { Event as ChatEvent } from "@livechat/contract";
import { render } from "preact";
import type { Emit, PanelControls, PanelHost } from "../commands.ts";
import { forgetAll } from "../session-memory.ts";
import { adoptStyles } from "../styles.ts";
import { type Language, loadLanguage } from "../texts/index.ts";
import { pageContext } from "./page-context.ts";
import { pageTrail } from "./page-trail.ts";
import css from "./panel.css?inline";
import { Panel } from "./panel.tsx";

/** Tells the host page what has happened between two states. `known`: the conversation that was there before the page. */
function report(
  before: VisitorState,
  now: VisitorState,
  { emit, known }: { emit: Emit; known: string | null },
) {
  const { conversationId } = now;
  const isNew = conversationId !== before.conversationId && conversationId !== known;
  if (conversationId !== null && isNew) emit("conversationStarted", { conversationId });
  const hasEnded = now.phase === "closed" && (before.phase === "waiting" || before.phase === "active");
  if (conversationId !== null && hasEnded) emit("conversationEnded", { conversationId });
  reportRating(before, now, emit);
  if (now.phase !== before.phase) emit("statusChanged", now.phase);
  if (now.unread !== before.unread) emit("unread", now.unread);
  const { error } = now;
  if (error && error !== before.error) emit("error", { type: error.type, message: error.message });
}

function reportRating(before: VisitorState, { conversation }: VisitorState, emit: Emit): void {
  const rating = conversation?.rating;
  const isSame = conversation?.id === before.conversation?.id;
  const [was, is] = [JSON.stringify(before.conversation?.rating ?? null), JSON.stringify(rating ?? null)];
  if (!rating || !isSame || was === is) return;
  emit("rated", { conversationId: conversation.id, score: rating.score, comment: rating.comment });
}

/** Tells the host page of one event of the conversation that has just come. */
function announce(
  { type, systemType, id, text, authorType, createdAt, metadata }: ChatEvent,
  emit: Emit,
): void {
  if (type === "message" || type === "choices") emit("message", { id, text, authorType, createdAt });
  if (systemType === "agent_joined")
    emit("agentJoined", { id: String(metadata.agentId), name: String(metadata.agentName ?? "") });
}

/**
 * Puts a text into the composer as if it had been typed, unless the visitor has written something. Returns false while there
 * is no composer.
 */
function fillEmpty(root: ShadowRoot, text: string): boolean {
  const input = root.querySelector<HTMLTextAreaElement>(".composer textarea");
  if (input?.value === "") {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return input !== null;
}

interface Shown {
  isOpen: boolean;
  takesFocus: boolean;
  locale: string;
  /** null while it is loaded: nothing is drawn in another one meanwhile. */
  language: Language | null;
  /** Whose panel it is: another visitor finds nothing of the one before. */
  sitting: number;
}

/** Draws the panel, closed, into the loader's shadow root and comes back to the conversation, if there is one. */
export function mountPanel(host: PanelHost): PanelControls {
  const { root, emit } = host;
  const chat = new VisitorChat({
    api: host.api,
    platform: browserPlatform(),
    widgetId: host.widgetId,
    pageContext,
    pageTrail,
  });
  const place = document.createElement("div");
  place.className = "place";
  const shown: Shown = { isOpen: false, takesFocus: true, locale: host.locale, language: null, sitting: 0 };
  let isGone = false;
  /** What is to be written as soon as there is a composer. */
  let toWrite: string | null = null;
  const draw = () => {
    const { language, sitting, ...rest } = shown;
    if (language === null || isGone) return;
    render(<Panel key={sitting} {...{ chat, language }} {...rest} onClose={host.close} />, place);
    if (toWrite !== null && fillEmpty(root, toWrite)) toWrite = null;
  };
  const show = (changes: Partial<Shown>) => {
    Object.assign(shown, changes);
    draw();
  };
  const speak = async (locale: string) => {
    show({ locale });
    const language = await loadLanguage(locale);
    if (shown.locale === locale) show({ language });
  };
  let before = chat.state.get();
  const known = chat.conversationId;
  if (host.groupId !== null) chat.setGroup(host.groupId);
  chat.setVisitor({ locale: host.locale });
  if (host.config) chat.widget.show(host.config);
  chat.state.listen((now) => {
    host.unread(now.unread);
    report(before, now, { emit, known });
    before = now;
  });
  chat.onArrival((event) => announce(event, emit));
  chat.onForgotten(() => {
    forgetAll();
    show({ sitting: shown.sitting + 1 });
  });
  root.prepend(place);
  adoptStyles(place, css);
  void speak(host.locale);
  void chat.resume();
  let stopAsking = () => {};
  return {
    opened: (isRestored) => {
      show({ isOpen: true, takesFocus: !isRestored });
      stopAsking();
      stopAsking = chat.widget.watch();
    },
    closed: () => {
      stopAsking();
      show({ isOpen: false });
    },
    setConfig: (config) => chat.widget.show(config),
    write: (text) => {
      if (!fillEmpty(root, text)) toWrite = text;
    },
    setVisitor: (visitor) => chat.setVisitor(visitor),
    setLocale: (locale) => {
      chat.setVisitor({ locale });
      void speak(locale);
      if (shown.isOpen) void chat.widget.ask();
    },
    setMetadata: (metadata) => chat.setMetadata(metadata),
    setGroup: (groupId) => {
      chat.setGroup(groupId);
      if (shown.isOpen) void chat.widget.ask();
    },
    answerGreeting: (id) => chat.answerGreeting(id),
    identify: (token) => chat.identify(token),
    logout: () => chat.logout(),
    state: () => {
      const { phase, conversationId, agent, queuePosition, unread } = chat.state.get();
      return { status: phase, visitorId: chat.visitorId, conversationId, agent, queuePosition, unread };
    },
    end: () => chat.end(),
    destroy: async () => {
      isGone = true;
      stopAsking();
      render(null, place);
      await chat.destroy();
    },
  };
}
