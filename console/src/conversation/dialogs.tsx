import type { LiveConversation } from "@livechat/chat-client";
import { BanDialog } from "./ban-dialog.tsx";
import { PickAgent, PickTag } from "./pick-dialogs.tsx";
import { RoutingPreview } from "./routing-preview.tsx";
import { SnoozeDialog } from "./snooze-dialog.tsx";
import { Transfer } from "./transfer.tsx";
import { Why } from "./why.tsx";

export type Dialog = "ban" | "transfer" | "assign" | "tag" | "why" | "preview" | "snooze";

interface Props {
  dialog: Dialog;
  conversation: LiveConversation;
  name: string;
  backTo: string;
  onDone(): void;
}

/** The dialogs of a conversation's header: loaded once one may be asked for. */
export default function Dialogs({ dialog, onDone, ...props }: Props) {
  const { conversation } = props;
  const { id, visitorId } = conversation;
  switch (dialog) {
    case "transfer":
      return <Transfer {...props} onDone={onDone} />;
    case "assign":
      return <PickAgent conversation={conversation} onDone={onDone} />;
    case "tag":
      return <PickTag conversation={conversation} onDone={onDone} />;
    case "snooze":
      return <SnoozeDialog conversationId={id} {...props} onDone={onDone} />;
    case "ban":
      return <BanDialog visitorId={visitorId} conversationId={id} name={props.name} onDone={onDone} />;
    case "preview":
      return <RoutingPreview of={{ conversationId: id }} onDone={onDone} />;
    case "why":
      return <Why conversationId={id} onDone={onDone} />;
  }
}
