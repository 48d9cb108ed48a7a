import { absenceOf, asksPreChat, type VisitorState } from "@livechat/chat-client";

/** What the panel shows of a conversation that has not begun, or of the one that is open. */
export type Screen = "chat" | "preChat" | "offline";

/** Pure: what the visitor meets. Whoever has words on their way sees those. */
export function screenOf(state: VisitorState): Screen {
  const { phase, config, timeline } = state;
  if (phase !== "idle" || !config || timeline.some((item) => item.state === "pending")) return "chat";
  const absence = absenceOf(state);
  const mode = config.offline?.mode;
  // A full queue takes no message either, whatever the widget does while it is closed.
  if (absence === "full") return "offline";
  if (absence === "closed" && (mode === "form" || mode === "hide")) return "offline";
  return asksPreChat(state) ? "preChat" : "chat";
}

/** Whether the visitor has to agree to the widget's text with the first message. */
export function asksConsent({ phase, config, hasSession }: VisitorState): boolean {
  return phase === "idle" && config?.consent?.required === true && !hasSession;
}
