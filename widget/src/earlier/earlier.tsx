import type { TimelineItem } from "@livechat/chat-client";
import { ConversationActs } from "@livechat/chat-client/acts";
import { agentNames } from "@livechat/chat-ui";
import type { Conversation } from "@livechat/contract";
import { useEffect, useState } from "preact/hooks";
import { ShownLine } from "../timeline/line.tsx";
import { linesOf } from "../timeline/lines.ts";
import type { View } from "../view.ts";
import { ConversationList } from "./list.tsx";

interface Props {
  view: View;
  /** The conversation that is read; null: the list. */
  shown: string | null;
  onShow(id: string): void;
}

function List({ view, onShow }: Pick<Props, "view" | "onShow">) {
  const { chat, texts } = view;
  const [list, setList] = useState<Conversation[] | null>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    new ConversationActs(chat).list().then(setList, () => setFailed(true));
  }, [chat]);
  if (hasFailed) return <p role="alert">{texts.cannotLoad}</p>;
  if (!list) return <p role="status">{texts.connecting}</p>;
  if (list.length === 0) return <p role="status">{texts.noEarlier}</p>;
  return <ConversationList {...{ view, list, onShow }} />;
}

function Past({ view, id }: { view: View; id: string }) {
  const { chat, texts } = view;
  const [items, setItems] = useState<TimelineItem[]>([]);
  const [before, setBefore] = useState<number | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const read = async (above: number | null) => {
    try {
      const page = await new ConversationActs(chat).read(id, above);
      setItems((known) => (above === null ? page.items : [...page.items, ...known]));
      setBefore(page.beforeSeq);
    } catch {
      setFailed(true);
    }
  };
  useEffect(() => void read(null), [id]);
  const names = agentNames(items);
  return (
    <>
      {hasFailed && <p role="alert">{texts.cannotLoad}</p>}
      {before !== null && (
        <button type="button" class="earlier" onClick={() => void read(before)}>
          {texts.loadEarlier}
        </button>
      )}
      <ol class="timeline">
        {linesOf(items, { newFrom: null, now: view.now }).map((line) => (
          <ShownLine key={line.key} {...{ view, line, names }} lastOwn={undefined} files={null} />
        ))}
      </ol>
    </>
  );
}

/** The visitor's earlier conversations, to be read. */
export function Earlier({ view, shown, onShow }: Props) {
  const { texts } = view;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the arrow keys.
    <section class="scroller past" aria-label={texts.earlier} tabIndex={0}>
      {shown === null ? <List view={view} onShow={onShow} /> : <Past view={view} id={shown} />}
    </section>
  );
}
