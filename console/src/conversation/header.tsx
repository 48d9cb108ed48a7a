import type { LiveConversation } from "@livechat/chat-client";
import type { ConversationPriority } from "@livechat/contract";
import { Menu } from "@mantine/core";
import { useStore } from "@nanostores/react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { sayProblem } from "../actions/toasts.ts";
import { useActions } from "../actions/use-actions.tsx";
import { canSupervise, useAgentName, useClient, useGroupName, useMe } from "../client/context.tsx";
import { isDetailsOpen, toggleDetails } from "../inbox/layout.ts";
import { useKeys } from "../keys/use-keys.ts";
import { Icon } from "../look/icon.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import type { Dialog } from "./dialogs.tsx";
import { saveTranscript } from "./transcript.ts";

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

const PRIORITIES: readonly ConversationPriority[] = ["urgent", "high", "normal", "low"];

interface ActionsProps extends Omit<Props, "conversation" | "onLeave"> {
  conversation: LiveConversation;
}

/** What may be done with it now: by its owner, by who supervises, by anyone in the group. */
function useMay(conversation: LiveConversation) {
  const me = useMe();
  const isMine = conversation.assignedAgentId === me.id;
  const supervises = canSupervise(me);
  const isOpen = conversation.status !== "closed";
  return {
    claim: conversation.status === "pending",
    takeOver:
      supervises && (conversation.status === "active" || conversation.status === "snoozed") && !isMine,
    assign: supervises && isOpen,
    act: isOpen && (isMine || supervises),
    transfer: conversation.status === "active" && (isMine || supervises),
    snooze: conversation.status === "active" && (isMine || supervises),
    wake: conversation.status === "snoozed" && (isMine || supervises),
    preview: supervises && conversation.status === "pending",
    reopen: !isOpen,
    unread: isOpen && isMine,
    spam: (isMine || supervises) && !conversation.isSpam,
    notSpam: (isMine || supervises) && conversation.isSpam === true,
  };
}

interface MoreProps extends ActionsProps {
  may: ReturnType<typeof useMay>;
  open(dialog: Dialog): void;
  onUnread(): void;
}

function More({ conversation, name, backTo, may, open, onUnread, onClose }: MoreProps) {
  const t = useTexts();
  const actions = useActions();
  const [, go] = useLocation();
  const spam = () => {
    actions.spam(conversation.id, { name, back: backTo });
    go(backTo.split("/").slice(0, -1).join("/"));
  };
  const client = useClient();
  const save = () => saveTranscript(client, conversation.id).catch(sayProblem);
  const copy = () =>
    void navigator.clipboard.writeText(`${location.origin}/console/inbox/mine/${conversation.id}`);
  return (
    <Menu>
      <Menu.Target>
        <button
          type="button"
          className="icon-button"
          aria-label={t("conversation.more")}
          title={t("conversation.more")}
        >
          <Icon name="more" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {may.act && <Menu.Item onClick={() => onClose(true)}>{t("conversation.closeAndNext")}</Menu.Item>}
        {may.act && <Menu.Item onClick={() => open("tag")}>{t("conversation.tag")}</Menu.Item>}
        {may.assign && <Menu.Item onClick={() => open("assign")}>{t("conversation.assign")}</Menu.Item>}
        {may.act && (
          <>
            <Menu.Label>{t("priority.label")}</Menu.Label>
            {PRIORITIES.map((priority) => (
              <Menu.RadioItem
                key={priority}
                value={priority}
                checked={conversation.priority === priority}
                closeMenuOnClick
                onChange={() => void actions.setPriority(conversation.id, priority)}
              >
                {t(`priority.${priority}`)}
              </Menu.RadioItem>
            ))}
            <Menu.Divider />
          </>
        )}
        {may.unread && <Menu.Item onClick={onUnread}>{t("conversation.unread")}</Menu.Item>}
        {may.spam && <Menu.Item onClick={spam}>{t("conversation.spam")}</Menu.Item>}
        {may.notSpam && (
          <Menu.Item onClick={() => void actions.notSpam(conversation.id)}>
            {t("conversation.notSpam")}
          </Menu.Item>
        )}
        <Menu.Item onClick={() => open("ban")}>{t("ban.do")}</Menu.Item>
        {may.preview && <Menu.Item onClick={() => open("preview")}>{t("why.preview")}</Menu.Item>}
        <Menu.Item onClick={() => open("why")}>{t("conversation.why")}</Menu.Item>
        <Menu.Item onClick={() => void save()}>{t("conversation.transcript")}</Menu.Item>
        <Menu.Item onClick={copy}>{t("conversation.copyLink")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
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
    go(props.backTo.split("/").slice(0, -1).join("/"));
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
      {may.snooze && (
        <button
          type="button"
          className="icon-button"
          aria-label={t("snooze.do")}
          title={t("snooze.do")}
          onClick={() => open("snooze")}
        >
          <Icon name="snooze" />
        </button>
      )}
      {may.transfer && (
        <button type="button" className="button wide-word" onClick={() => open("transfer")}>
          <Icon name="transfer" />
          <span>{t("conversation.transfer")}</span>
        </button>
      )}
      {may.act && (
        <button type="button" className="button wide-word" onClick={() => onClose()}>
          <Icon name="check" />
          <span>{t("conversation.close")}</span>
        </button>
      )}
      {may.reopen && (
        <button type="button" className="button" onClick={() => void actions.reopen(id)}>
          {t("conversation.reopen")}
        </button>
      )}
      <More {...props} may={may} open={open} onUnread={markUnread} />
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
      <button type="button" className="icon-button back" aria-label={t("conversation.all")} onClick={onLeave}>
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
