import { absenceOf } from "@livechat/chat-client";
import { useEffect, useState } from "preact/hooks";
import { lengthOf } from "../dates.ts";
import { backAt, isQueueMoving } from "../presence.ts";
import { fill } from "../texts/index.ts";
import type { View } from "../view.ts";
import { EmailField } from "./email-field.tsx";
import { expectedWait } from "./expected-wait.ts";

/** How the waiting stands: a place only in a queue that moves. */
function wordsOf(view: View): string[] {
  const { state, texts, language } = view;
  const absence = absenceOf(state);
  if (state.conversation?.channel === "offline" || absence === "closed") {
    return [texts.messageKept, backAt(view) ?? ""];
  }
  if (absence === "nobody") return [texts.waitingAway];
  const { queuePosition } = state;
  const place =
    queuePosition && isQueueMoving(state) ? fill(texts.waitingAt, { n: queuePosition }) : texts.waiting;
  const seconds = expectedWait(view);
  const time = seconds === null ? null : lengthOf(seconds, language.tag);
  return [place, time ? fill(texts.waitingAbout, { time }) : "", texts.waitingStay];
}

/** What the visitor is told while nobody has the conversation, and how they can be reached if they leave. */
export function WaitingCard({ view }: { view: View }) {
  const { chat, state, texts } = view;
  useEffect(() => {
    // Whoever begins to wait is told at once whether that makes sense.
    void chat.widget.ask();
  }, []);
  const [email, setEmail] = useState<string | null>(null);
  const [asks, setAsks] = useState(false);
  const [first, ...rest] = wordsOf(view);
  return (
    <section class="card" aria-label={texts.waiting}>
      <p class="lead" role="status">
        {first}
      </p>
      {rest.map((text) => text !== "" && <p key={text}>{text}</p>)}
      {email !== null && <p role="status">{fill(texts.answerTo, { email })}</p>}
      {!state.isKnown && email === null && !asks && (
        <button type="button" class="quiet" onClick={() => setAsks(true)}>
          {texts.leaveEmail}
        </button>
      )}
      {asks && email === null && <EmailField view={view} onTold={setEmail} />}
    </section>
  );
}
