import type { LiveConversation } from "@livechat/chat-client";
import { useStore } from "@nanostores/react";
import { useAgentName, useGroupName, useMe } from "../client/context.tsx";
import { isDetailsOpen, toggleDetails } from "../inbox/layout.ts";
import { Icon } from "../look/icon.tsx";
import { IconButton } from "../parts/icon-button.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import "./header.css";
import { Actions } from "./header-actions.tsx";

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
      <IconButton icon="back" label={t("conversation.all")} className="back" onClick={onLeave} />
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
      <IconButton
        icon="details"
        label={t("conversation.details")}
        isPressed={hasDetails}
        onClick={toggleDetails}
      />
    </header>
  );
}
