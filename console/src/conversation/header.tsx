import type { LiveConversation } from "@livechat/chat-client";
import { useStore } from "@nanostores/react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { sayProblem } from "../actions/toasts.ts";
import { useActions } from "../actions/use-actions.tsx";
import { useAgentName, useClient, useGroupName, useMe } from "../client/context.tsx";
import { listOf } from "../inbox/filter.ts";
import { isDetailsOpen, toggleDetails } from "../inbox/layout.ts";
import { useKeys } from "../keys/use-keys.ts";
import { Icon, type IconName } from "../look/icon.tsx";
import { Opener } from "../parts/opener.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import type { Dialog } from "./dialogs.tsx";
import { useMay } from "./may.ts";

interface Props {
  conversation: LiveConversation | null;
  name: string;
  /** Whether the company's server has signed who the visitor is. */
  isVerified: boolean;
  backTo: string;
  onLeave(): void;
  /** `opensNext`: with the next chat of the list after it. */
  onClose(opensNext?: boolean): void;
}

const loadDialogs = () => import("./dialogs.tsx");
const Dialogs = lazy(loadDialogs);
const loadMore = () => import("./more-menu.tsx");

interface ActionsProps extends Omit<Props, "conversation" | "onLeave"> {
  conversation: LiveConversation;
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

function Actions(props: ActionsProps) {
  const { conversation, onClose } = props;
  const t = useTexts();
  const me = useMe();
  const actions = useActions();
  const may = useMay(conversation);
  // There before the first key asks for one.
  useEffect(() => void loadDialogs(), []);
  const [dialog, open] = useState<Dialog | null>(null);
  const { id } = conversation;
  const client = useClient();
  const [, go] = useLocation();
  const markUnread = () => {
    // Whoever goes on looking at it would read it again.
    go(listOf(props.backTo));
    void client.markUnread(id).catch(sayProblem);
  };
  useKeys({
    ...(may.unread && { unread: markUnread }),
    ...(may.claim && { claim: () => void actions.claim(id) }),
    ...(may.transfer && { transfer: () => open("transfer") }),
    ...(may.assign && { assign: () => open("assign") }),
    ...(may.snooze && { snooze: () => open("snooze") }),
    ...(may.act && { tag: () => open("tag"), close: (event) => onClose(event.shiftKey) }),
  });
  return (
    <div className="actions">
      {may.claim && (
        <button type="button" className="button primary" onClick={() => void actions.claim(id)}>
          {me.status === "online" ? t("row.claim") : t("conversation.goOnlineAndClaim")}
        </button>
      )}
      {may.takeOver && (
        <button type="button" className="button primary" onClick={() => void actions.assign(id, me, true)}>
          {t("conversation.takeOver")}
        </button>
      )}
      {may.wake && (
        <button type="button" className="button primary" onClick={() => void actions.wake(id)}>
          {t("snooze.wake")}
        </button>
      )}
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

/** Who it is, how it stands, what can be done. */
export function Header({ conversation, ...props }: Props) {
  const { name, isVerified, onLeave } = props;
  const t = useTexts();
  const me = useMe();
  const agentName = useAgentName();
  const groupName = useGroupName();
  const hasDetails = useStore(isDetailsOpen);
  const owner =
    conversation?.assignedAgentId === me.id
      ? t("conversation.you")
      : agentName(conversation?.assignedAgentId ?? null);
  const group = groupName(conversation?.groupId ?? null);
  const facts = conversation
    ? [t(`conversation.status.${conversation.status}`), owner, group].filter(Boolean)
    : [];
  return (
    <header className="conversation-header">
      <button
        type="button"
        className="icon-button back"
        aria-label={t("conversation.all")}
        title={t("conversation.all")}
        onClick={onLeave}
      >
        <Icon name="back" />
      </button>
      <div className="who">
        <h2 dir="auto">
          {name}
          {isVerified && (
            <span className="verified" title={t("conversation.verified")}>
              <Icon name="check" />
              <span className="hidden-visually">{t("conversation.verified")}</span>
            </span>
          )}
        </h2>
        <p className="quiet">{conversation ? facts.join(" · ") : t("places.loading")}</p>
      </div>
      {conversation && <Actions conversation={conversation} {...props} />}
      <button
        type="button"
        className="icon-button"
        aria-label={t("conversation.details")}
        title={t("conversation.details")}
        aria-pressed={hasDetails}
        onClick={toggleDetails}
      >
        <Icon name="details" />
      </button>
    </header>
  );
}
