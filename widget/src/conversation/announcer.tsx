import type { TimelineItem, VisitorChat } from "@livechat/chat-client";
import { optionsIn } from "@livechat/chat-client/acts";
import { agentNames, repeats } from "@livechat/chat-ui";
import { useEffect, useRef, useState } from "preact/hooks";
import { noticeOf } from "../timeline/notice.tsx";
import type { View } from "../view.ts";

/** So many stay in the page: they were read out long before. */
const KEPT = 3;

interface Said {
  id: string;
  text: string;
}

function wordsFor(id: string, chat: VisitorChat, view: View): string | null {
  const { timeline } = chat.state.get();
  const index = timeline.findIndex((one) => one.id === id);
  const item: TimelineItem | undefined = timeline[index];
  if (!item || item.authorType === "visitor" || repeats(item, timeline[index - 1])) return null;
  if (item.type === "system") return noticeOf(item, view);
  const name = agentNames(timeline).get(item.authorId ?? "") || view.texts.agent;
  const options = optionsIn(item).map(({ label }) => label);
  const words = [item.text, ...item.files.map((file) => file.name), ...options].filter((part) => part !== "");
  return `${name}: ${words.join(", ")}`;
}

/**
 * Tells screen readers of each message of the other side, once, while the panel is open: of what comes, not of what is
 * scrolled to or loaded.
 */
export function Announcer({ view, isOpen }: { view: View; isOpen: boolean }) {
  const { chat } = view;
  const [said, setSaid] = useState<readonly Said[]>([]);
  const open = useRef(isOpen);
  open.current = isOpen;
  useEffect(() => {
    return chat.onArrival(({ id }) => {
      // The timeline has it by the next turn.
      queueMicrotask(() => {
        const text = wordsFor(id, chat, view);
        // While the panel is closed the words beside the launcher are read out.
        if (text !== null && open.current) setSaid((before) => [...before, { id, text }].slice(-KEPT));
      });
    });
  }, [chat, view.language]);
  return (
    <div class="unseen announcer" aria-live="polite" aria-atomic="false" aria-relevant="additions">
      {said.map(({ id, text }) => (
        <p key={id} dir="auto">
          {text}
        </p>
      ))}
    </div>
  );
}
