import type { LiveConversation } from "@livechat/chat-client";
import { lazy, Suspense, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { sayProblem } from "../actions/toasts.ts";
import { useActions } from "../actions/use-actions.tsx";
import { useClient, useMe } from "../client/context.tsx";
import { listOf } from "../inbox/filter.ts";
import { useKeys } from "../keys/use-keys.ts";
import { Icon, type IconName } from "../look/icon.tsx";
import { Opener } from "../parts/opener.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import type { Dialog } from "./dialogs.tsx";
import { useMay } from "./may.ts";

const loadDialogs = () => import("./dialogs.tsx");
const Dialogs = lazy(loadDialogs);
const loadMore = () => import("./more-menu.tsx");

interface Props {
  conversation: LiveConversation;
  name: string;
  /** Whether the company's server has signed who the visitor is. */
  isVerified: boolean;
  backTo: string;
  /** `opensNext`: with the next chat of the list after it. */
  onClose(opensNext?: boolean): void;
}

interface Doing {
  conversation: LiveConversation;
  may: ReturnType<typeof useMay>;
  open(dialog: Dialog): void;
  onClose: Props["onClose"];
}

interface WordButtonProps {
  icon: IconName;
  word: string;
  /** Keeps its word longest. */
  isMain?: boolean;
  onClick(): void;
}

/** Its word is beside the picture where there is room for it. */
function WordButton({ icon, word, isMain = false, onClick }: WordButtonProps) {
  return (
    <button
      type="button"
      className={`button wide-word ${isMain ? "main" : ""}`}
      title={word}
      onClick={onClick}
    >
      <Icon name={icon} />
      <span>{word}</span>
    </button>
  );
}

/** Takes the chat to oneself, or back to work. */
function TakeButtons({ conversation: { id }, may }: Pick<Doing, "conversation" | "may">) {
  const t = useTexts();
  const me = useMe();
  const actions = useActions();
  const offers = [
    {
      is: may.claim,
      word: me.status === "online" ? t("row.claim") : t("conversation.goOnlineAndClaim"),
      run: () => actions.claim(id),
    },
    { is: may.takeOver, word: t("conversation.takeOver"), run: () => actions.assign(id, me, true) },
    { is: may.wake, word: t("snooze.wake"), run: () => actions.wake(id) },
  ];
  return offers.map(
    ({ is, word, run }) =>
      is && (
        <button key={word} type="button" className="button primary" onClick={() => void run()}>
          {word}
        </button>
      ),
  );
}

/** Puts the chat off, on to others, or to its end; or opens it again. */
function LeaveButtons({ conversation: { id }, may, open, onClose }: Doing) {
  const t = useTexts();
  const actions = useActions();
  return (
    <>
      {may.snooze && <WordButton icon="snooze" word={t("snooze.do")} onClick={() => open("snooze")} />}
      {may.transfer && (
        <WordButton icon="transfer" word={t("conversation.transfer")} onClick={() => open("transfer")} />
      )}
      {may.act && <WordButton icon="check" isMain word={t("conversation.close")} onClick={() => onClose()} />}
      {may.reopen && (
        <button type="button" className="button" onClick={() => void actions.reopen(id)}>
          {t("conversation.reopen")}
        </button>
      )}
    </>
  );
}

/** The same by keys. */
function useActionKeys({ conversation: { id }, may, open, onClose }: Doing, markUnread: () => void): void {
  const actions = useActions();
  useKeys({
    ...(may.unread && { unread: markUnread }),
    ...(may.claim && { claim: () => void actions.claim(id) }),
    ...(may.transfer && { transfer: () => open("transfer") }),
    ...(may.assign && { assign: () => open("assign") }),
    ...(may.snooze && { snooze: () => open("snooze") }),
    ...(may.act && { tag: () => open("tag"), close: (event) => onClose(event.shiftKey) }),
  });
}

/** What can be done with the chat, by whoever may. */
export function Actions(props: Props) {
  const { conversation, backTo, onClose } = props;
  const t = useTexts();
  const client = useClient();
  const [, go] = useLocation();
  const may = useMay(conversation);
  const [dialog, open] = useState<Dialog | null>(null);
  // There before the first key asks for one. What does not load is loaded when it is asked for.
  useEffect(() => void loadDialogs().catch(() => {}), []);
  const markUnread = () => {
    // Whoever goes on looking at it would read it again.
    go(listOf(backTo));
    void client.markUnread(conversation.id).catch(sayProblem);
  };
  const doing = { conversation, may, open, onClose };
  useActionKeys(doing, markUnread);
  return (
    <div className="actions">
      <TakeButtons conversation={conversation} may={may} />
      <LeaveButtons {...doing} />
      <Opener
        opens="menu"
        className="icon-button"
        label={t("conversation.more")}
        load={loadMore}
        panel={{ ...props, may, open, onUnread: markUnread }}
      >
        <Icon name="more" />
      </Opener>
      {dialog && (
        <Suspense fallback={null}>
          <Dialogs {...props} dialog={dialog} onDone={() => open(null)} />
        </Suspense>
      )}
    </div>
  );
}
