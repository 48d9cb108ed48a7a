import type { LiveConversation } from "@livechat/chat-client";
import type { ConversationPriority } from "@livechat/contract";
import { Menu } from "@mantine/core";
import { useLocation } from "wouter";
import { sayProblem } from "../actions/toasts.ts";
import { useActions } from "../actions/use-actions.tsx";
import { useClient } from "../client/context.tsx";
import { listOf } from "../inbox/filter.ts";
import type { Opened } from "../parts/opener.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import type { Dialog } from "./dialogs.tsx";
import type { May } from "./may.ts";
import { saveTranscript } from "./transcript.ts";

const PRIORITIES: readonly ConversationPriority[] = ["urgent", "high", "normal", "low"];

interface Props extends Opened {
  conversation: LiveConversation;
  name: string;
  backTo: string;
  may: May;
  open(dialog: Dialog): void;
  onUnread(): void;
  /** @param opensNext whether the next conversation is opened. */
  onClose(opensNext?: boolean): void;
}

/** What is done less often. */
export default function MoreMenu({ isOpen, onChange, target, ...props }: Props) {
  const { conversation, name, backTo, may, open, onUnread, onClose } = props;
  const t = useTexts();
  const actions = useActions();
  const [, go] = useLocation();
  const spam = () => {
    actions.spam(conversation.id, { name, back: backTo });
    go(listOf(backTo));
  };
  const client = useClient();
  const save = () => saveTranscript(client, conversation.id).catch(sayProblem);
  const copy = () =>
    void navigator.clipboard.writeText(`${location.origin}/console/inbox/mine/${conversation.id}`);
  return (
    <Menu opened={isOpen} onChange={onChange}>
      <Menu.Target>{target}</Menu.Target>
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
