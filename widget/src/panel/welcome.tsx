import { absenceOf } from "@livechat/chat-client";
import { backAt } from "../presence.ts";
import type { View } from "../view.ts";

/** What the visitor reads before the first message: never that somebody will answer when nobody will. */
export function Welcome({ view }: { view: View }) {
  const { state, texts } = view;
  if (state.phase !== "idle") return null;
  const absence = absenceOf(state);
  const text = absence === "nobody" || absence === "closed" ? texts.away : texts.welcome;
  const back = absence === "closed" ? backAt(view) : null;
  return (
    <div class="welcome" dir="auto">
      <p>{text}</p>
      {back && <p>{back}</p>}
    </div>
  );
}
