import type { ConversationView } from "@livechat/chat-client";
import { Link } from "wouter";
import { useAgentName, useGroupName } from "../client/context.tsx";
import { visitorName } from "../client/name.ts";
import { useConversation, useConversationState } from "../client/open-conversations.ts";
import { useVisitor } from "../client/visitors.ts";
import { Timeline } from "../conversation/timeline.tsx";
import { IconButton } from "../parts/icon-button.tsx";
import { useTexts } from "../texts/use-texts.tsx";

interface Props {
  id: string;
  onClose(): void;
}

function Opened({ view, onClose }: Pick<Props, "onClose"> & { view: ConversationView }) {
  const t = useTexts();
  const agentName = useAgentName();
  const groupName = useGroupName();
  const state = useConversationState(view);
  const { conversation, refused, isLoaded } = state;
  const visitor = useVisitor(conversation?.visitorId ?? null);
  const isGone = refused || (isLoaded && conversation === null);
  const name = visitorName(visitor, conversation?.visitorId ?? "", t("visitor.anonymous"));
  const facts = conversation && [
    t(`conversation.status.${conversation.status}`),
    groupName(conversation.groupId),
    agentName(conversation.assignedAgentId),
  ];
  return (
    <>
      <header>
        <div className="who">
          <h2>
            <bdi>{isGone ? t("conversation.unknown") : name}</bdi>
          </h2>
          <p className="quiet">{facts?.filter(Boolean).join(" · ")}</p>
        </div>
        <Link className="button" href={`/inbox/closed/${view.conversationId}`}>
          {t("archive.open")}
        </Link>
        <IconButton icon="close" label={t("archive.closePreview")} onClick={onClose} />
      </header>
      {!isGone && <Timeline view={view} state={state} visitorName={name} marksSeen={false} />}
    </>
  );
}

/** A conversation beside the list, to read: whoever looks leaves no trace in it. */
export default function Preview({ id, onClose }: Props) {
  const t = useTexts();
  const view = useConversation(id);
  return (
    <section className="archive-preview" aria-label={t("archive.preview")}>
      {view ? <Opened view={view} onClose={onClose} /> : <p className="empty">{t("places.loading")}</p>}
    </section>
  );
}
