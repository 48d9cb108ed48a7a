import { browserPlatform, VisitorChat, type VisitorState } from "@livechat/chat-client";
import type { Event as ChatEvent } from "@livechat/contract";
import { render } from "preact";
import type { Emit, PanelControls, PanelHost } from "../commands.ts";
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
  if (now.phase !== before.phase) emit("statusChanged", now.phase);
  if (now.unread !== before.unread) emit("unread", now.unread);
}

/** Tells the host page of one event of the conversation that has just come. */
function announce(
  { type, systemType, id, text, authorType, createdAt, metadata }: ChatEvent,
  emit: Emit,
): void {
  if (type === "message") emit("message", { id, text, authorType, createdAt });
  if (systemType === "agent_joined")
    emit("agentJoined", { id: String(metadata.agentId), name: String(metadata.agentName ?? "") });
}

function adoptStyles(root: ShadowRoot): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** Puts a text into the composer as if it had been typed, unless the visitor has written something. */
function fillEmpty(root: ShadowRoot, text: string): void {
  const input = root.querySelector<HTMLTextAreaElement>(".composer textarea");
  if (input?.value !== "") return;
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Draws the panel, closed, into the loader's shadow root and comes back to the conversation, if there is one. */
export function mountPanel(host: PanelHost): PanelControls {
  const { root, emit } = host;
  const chat = new VisitorChat({ api: host.api, platform: browserPlatform(), widgetId: host.widgetId });
  const place = document.createElement("div");
  const shown = { isOpen: false, locale: host.locale };
  const draw = () => render(<Panel chat={chat} {...shown} onClose={host.close} />, place);
  let before = chat.state.get();
  const known = chat.conversationId;
  if (host.groupId !== null) chat.setGroup(host.groupId);
  chat.setVisitor({ locale: host.locale });
  chat.state.listen((now) => {
    host.unread(now.unread);
    report(before, now, { emit, known });
    before = now;
  });
  chat.onArrival((event) => announce(event, emit));
  adoptStyles(root);
  root.prepend(place);
  draw();
  void chat.resume();
  const show = (changes: Partial<typeof shown>) => {
    Object.assign(shown, changes);
    draw();
  };
  let stopAsking = () => {};
  return {
    opened: () => {
      show({ isOpen: true });
      stopAsking();
      stopAsking = chat.watchAvailability();
    },
    closed: () => {
      stopAsking();
      show({ isOpen: false });
    },
    // What the settings say is asked for anew with each opening.
    setConfig: () => {},
    write: (text) => fillEmpty(root, text),
    setVisitor: (visitor) => chat.setVisitor(visitor),
    setLocale: (locale) => {
      chat.setVisitor({ locale });
      show({ locale });
    },
    setMetadata: (metadata) => chat.setMetadata(metadata),
    setGroup: (groupId) => chat.setGroup(groupId),
    answerGreeting: (id) => chat.answerGreeting(id),
    identify: (token) => chat.identify(token),
    logout: () => chat.logout(),
    state: () => {
      const { phase, conversationId, agent, queuePosition, unread } = chat.state.get();
      return { status: phase, visitorId: chat.visitorId, conversationId, agent, queuePosition, unread };
    },
    end: () => chat.end(),
    destroy: async () => {
      stopAsking();
      render(null, place);
      await chat.destroy();
    },
  };
}
