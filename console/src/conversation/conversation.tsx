import type { ConversationState, ConversationView, LiveConversation, Visitor } from "@livechat/chat-client";
import type { Agent } from "@livechat/contract";
import { useStore } from "@nanostores/react";
import { lazy, Suspense } from "react";
import { Link, useLocation } from "wouter";
import { useActions } from "../actions/use-actions.tsx";
import { canSupervise, useAgentState, useClient, useGroupName, useMe } from "../client/context.tsx";
import type { Mode } from "../client/drafts.ts";
import { visitorName } from "../client/name.ts";
import { useConversation, useConversationState } from "../client/open-conversations.ts";
import { useVisitor } from "../client/visitors.ts";
import { Composer } from "../composer/composer.tsx";
import type { Refusals, Written } from "../composer/use-writing.ts";
import { inList, listOf } from "../inbox/filter.ts";
import { isDetailsOpen } from "../inbox/layout.ts";
import { listedIds, nextAfter } from "../inbox/listed.ts";
import type { Texts } from "../texts/texts.ts";
import { useTexts } from "../texts/use-texts.tsx";
import "../person/details.css";
import "./conversation.css";
import { withMentions } from "../composer/mentions.ts";
import { Header } from "./header.tsx";
import { Lookers } from "./lookers.tsx";
import { Timeline } from "./timeline.tsx";

const Details = lazy(() => import("../person/details.tsx"));

interface Props {
  id: string;
  /** Back to the list, where the window is too narrow for both. */
  onLeave(): void;
  /** Where an undo leads back to. */
  backTo: string;
}

/** Why this agent can write no answer or no note; null where they can. */
function refusalsOf(conversation: LiveConversation | null, me: Agent, t: Texts): Refusals {
  if (!conversation) return { reply: t("places.loading"), note: t("places.loading") };
  if (conversation.status === "closed")
    return { reply: t("composer.isClosed"), note: t("composer.isClosed") };
  if (conversation.assignedAgentId === me.id || canSupervise(me)) return { reply: null, note: null };
  const why = conversation.status === "pending" ? t("composer.claimFirst") : t("composer.otherOwner");
  const isColleague = me.groupIds.includes(conversation.groupId);
  return { reply: why, note: isColleague ? null : why };
}

function Gone() {
  const t = useTexts();
  return (
    <section className="conversation empty" aria-label={t("conversation.label")}>
      <div role="alert">
        <h2>{t("conversation.unknown")}</h2>
      </div>
      <Link href="/archive" className="button">
        {t("conversation.search")}
      </Link>
      <Link href="/inbox/mine" className="button primary">
        {t("places.toInbox")}
      </Link>
    </section>
  );
}

/** Sends a reply, or a note with whom it mentions. */
function useSend(id: string): (written: Written, mode: Mode) => void {
  const client = useClient();
  const agents = useAgentState(({ agents: team }) => team);
  return ({ text, files, cannedResponseId }, mode) => {
    const isNote = mode === "note";
    const sent = isNote ? withMentions(text, agents) : text;
    const used = cannedResponseId === null ? {} : { cannedResponseId };
    client.sendMessage(id, { text: sent, visibility: isNote ? "agents" : "all", files, ...used });
  };
}

/** Closes it, and goes back to the list or on to its next chat. */
function useClose({ id, name, backTo }: { id: string; name: string; backTo: string }) {
  const actions = useActions();
  const [, go] = useLocation();
  return (opensNext = false) => {
    const list = listOf(backTo);
    const next = opensNext ? nextAfter(listedIds.get(), id) : null;
    actions.close(id, name, backTo);
    go(next === null ? list : inList(list, next));
  };
}

interface WriteProps {
  view: ConversationView;
  state: ConversationState;
  visitor: Visitor | null;
  onClose(): void;
}

/** The composer, and what it may do in this conversation. */
function Write({ view, state: { conversation, timeline }, visitor, onClose }: WriteProps) {
  const t = useTexts();
  const client = useClient();
  const me = useMe();
  const groupName = useGroupName();
  const { conversationId: id } = view;
  const send = useSend(id);
  const isOwner = conversation?.assignedAgentId === me.id;
  return (
    <Composer
      conversationId={id}
      refusals={refusalsOf(conversation, me, t)}
      lastSeq={timeline.findLast(({ seq }) => seq !== null)?.seq ?? 0}
      values={{
        "visitor.name": visitor?.name,
        "visitor.email": visitor?.email,
        "agent.name": me.name,
        "group.name": groupName(conversation?.groupId ?? null),
      }}
      asksFirst={!isOwner && conversation?.status === "active"}
      onTyping={() => {
        client.writes();
        if (isOwner) view.typing();
      }}
      onSend={send}
      onSendAndClose={(written) => {
        send(written, "reply");
        onClose();
      }}
    />
  );
}

function Opened({ view, onLeave, backTo }: Omit<Props, "id"> & { view: ConversationView }) {
  const t = useTexts();
  const me = useMe();
  const hasDetails = useStore(isDetailsOpen);
  const state = useConversationState(view);
  const { conversation, refused, timeline } = state;
  const visitor = useVisitor(conversation?.visitorId ?? null);
  const { conversationId: id } = view;
  const name = visitorName(visitor, conversation?.visitorId ?? "", t("visitor.anonymous"));
  const close = useClose({ id, name, backTo });
  if (refused || (state.isLoaded && conversation === null && timeline.length === 0)) return <Gone />;
  return (
    <>
      <section className="conversation" aria-label={t("conversation.with", { name })}>
        <Header
          conversation={conversation}
          name={name}
          isVerified={visitor?.verified === true}
          onLeave={onLeave}
          onClose={close}
          backTo={backTo}
        />
        <Lookers id={id} />
        <Timeline
          view={view}
          state={state}
          visitorName={name}
          marksSeen={conversation?.assignedAgentId === me.id}
        />
        <Write view={view} state={state} visitor={visitor} onClose={close} />
      </section>
      {hasDetails && conversation && (
        <Suspense fallback={<aside className="details" />}>
          <Details conversation={conversation} visitor={visitor} name={name} timeline={timeline} />
        </Suspense>
      )}
    </>
  );
}

/** One conversation: who, what was said, what can be done. */
export function Conversation({ id, ...props }: Props) {
  const t = useTexts();
  const view = useConversation(id);
  if (!view) return <div className="empty">{t("places.loading")}</div>;
  return <Opened view={view} {...props} />;
}
