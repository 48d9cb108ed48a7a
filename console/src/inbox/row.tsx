import type { LiveConversation } from "@livechat/chat-client";
import { plainText } from "@livechat/chat-ui";
import { memo } from "react";
import { Link } from "wouter";
import { useActions } from "../actions/use-actions.tsx";
import { useAgentName, useAgentState, useMe, useSelected } from "../client/context.tsx";
import { draftedIds } from "../client/drafts.ts";
import { visitorName } from "../client/name.ts";
import { unreadById } from "../client/own-conversations.tsx";
import { useTags } from "../client/tags.ts";
import { useNow } from "../client/use-now.ts";
import { useVisitor } from "../client/visitors.ts";
import { Icon } from "../look/icon.tsx";
import { Face } from "../parts/face.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { chosenIds, toggleChosen } from "./selection.ts";
import { unansweredSince, urgencyOf } from "./views.ts";
import { shortPage, whyWaiting } from "./why-waiting.ts";

interface Props {
  conversation: LiveConversation;
  href: string;
  isOpen: boolean;
  /** The one row that the Tab key reaches; arrows go to the others. */
  isTabStop: boolean;
}

/** Since when the visitor waits for a word, in the colours of the group's deadline; else when something happened last. */
function Age({ conversation }: { conversation: LiveConversation }) {
  const t = useTexts();
  const now = useNow();
  const groups = useAgentState((state) => state.groups);
  const since = conversation.status === "closed" ? null : unansweredSince(conversation);
  const deadline =
    groups.find(({ id }) => id === conversation.groupId)?.settings.answerDeadlineSeconds ?? null;
  const at = since ?? Date.parse(conversation.lastMessage?.createdAt ?? conversation.updatedAt);
  const wait = Math.max(0, now - at);
  const urgency = since === null ? "none" : urgencyOf(wait, deadline);
  const word = t.duration(wait);
  return (
    <time
      className={`age number ${since === null ? "answered" : urgency}`}
      dateTime={new Date(at).toISOString()}
    >
      {since === null ? word : <span title={t("row.waitsFor", { time: word })}>{word}</span>}
    </time>
  );
}

function Preview({ conversation }: { conversation: LiveConversation }) {
  const t = useTexts();
  const { lastMessage } = conversation;
  if (!lastMessage) return <span className="preview quiet">{t("row.noMessage")}</span>;
  return (
    <span className="preview" dir="auto">
      {lastMessage.authorType === "visitor" ? "" : `${t("row.us")} `}
      {plainText(lastMessage.text)}
    </span>
  );
}

/** So many tags stand in a row; of more their number does. */
const TAGS_SHOWN = 2;

function RowTags({ tagIds }: Pick<LiveConversation, "tagIds">) {
  const tags = useTags().filter(({ id }) => tagIds.includes(id));
  const more = tags.length - TAGS_SHOWN;
  return (
    <>
      {tags.slice(0, TAGS_SHOWN).map(({ id, name, color }) => (
        <span key={id} className="chip">
          <span className="swatch" style={{ background: color }} />
          {name}
        </span>
      ))}
      {more > 0 && <span className="chip">+{more}</span>}
    </>
  );
}

/** Colleagues who have it open: whoever answers, too, says a second thing. */
function Lookers({ id }: { id: string }) {
  const t = useTexts();
  const agentName = useAgentName();
  const lookers = useAgentState((state) => state.listedLookers[id]);
  if (!lookers) return null;
  const names = lookers.map(({ agentId }) => agentName(agentId) ?? t("timeline.agent")).join(", ");
  return (
    <span className="chip looker" title={t.count("lookers.looking", lookers.length, { names })}>
      <Icon name="eye" />
      <bdi>{names}</bdi>
    </span>
  );
}

function Chips({ conversation }: { conversation: LiveConversation }) {
  const t = useTexts();
  const me = useMe();
  const agentName = useAgentName();
  const hasDraft = useSelected(draftedIds, (ids) => ids.has(conversation.id));
  const owner = conversation.assignedAgentId === me.id ? null : agentName(conversation.assignedAgentId);
  return (
    <span className="chips">
      {hasDraft && (
        <span className="chip">
          <Icon name="pencil" /> {t("row.draft")}
        </span>
      )}
      {(conversation.priority === "urgent" || conversation.priority === "high") && (
        <span className="chip">
          <Icon name="flag" /> {t(`priority.${conversation.priority}`)}
        </span>
      )}
      {owner && <span className="chip">{owner}</span>}
      <Lookers id={conversation.id} />
      {conversation.tagIds.length > 0 && <RowTags tagIds={conversation.tagIds} />}
    </span>
  );
}

/** What whoever takes it wants to know before: whose chat it would be, from which page, why it still waits. */
function WaitingFacts({ conversation }: { conversation: LiveConversation }) {
  const t = useTexts();
  const agents = useAgentState((state) => state.agents);
  const group = useAgentState((state) => state.groups.find(({ id }) => id === conversation.groupId));
  const why = group ? whyWaiting(group, agents) : null;
  const page = shortPage(conversation.metadata.page ?? conversation.metadata.pageUrl);
  return (
    <span className="waiting-facts">
      {group && <span className="chip">{group.name}</span>}
      {page && <span className="chip page">{page}</span>}
      {why && <span className="quiet why">{t(`row.why.${why}`)}</span>}
    </span>
  );
}

function RowContent({ conversation, href, isOpen, isTabStop }: Props) {
  const t = useTexts();
  const { id, visitorId } = conversation;
  const visitor = useVisitor(visitorId);
  const name = visitorName(visitor, visitorId, t("visitor.anonymous"));
  const unread = useSelected(unreadById, (counts) => counts[id] ?? 0);
  const isChosen = useSelected(chosenIds, (ids) => ids.has(id));
  const link = (
    <Link
      href={href}
      className={`row ${unread > 0 ? "unread" : ""}`}
      aria-current={isOpen ? "true" : undefined}
      tabIndex={isTabStop ? 0 : -1}
      data-conversation={id}
    >
      <Face name={visitor?.name ?? "?"} />
      <span className="row-main">
        <span className="name" dir="auto">
          {name}
        </span>
        <Age conversation={conversation} />
        <Preview conversation={conversation} />
        {unread > 0 && (
          <span className="unread-count number">
            {unread}
            <span className="hidden-visually"> {t("row.unread")}</span>
          </span>
        )}
        <Chips conversation={conversation} />
        {conversation.status === "pending" && <WaitingFacts conversation={conversation} />}
      </span>
    </Link>
  );
  return (
    <div className={`row-frame ${isChosen ? "chosen" : ""}`}>
      {link}
      <input
        type="checkbox"
        className="row-choice"
        aria-label={t("bulk.choose", { name })}
        tabIndex={-1}
        checked={isChosen}
        onChange={() => toggleChosen(id)}
      />
    </div>
  );
}

/** An own or a colleague's conversation. */
export const Row = memo(RowContent);

/** Who waits: the same row, and a button that takes the chat. */
export function WaitingRow(props: Props) {
  const t = useTexts();
  const actions = useActions();
  const { id, lastMessage } = props.conversation;
  const claim = async () => {
    if (await actions.claim(id)) document.querySelector<HTMLElement>(`[data-conversation="${id}"]`)?.click();
  };
  return (
    <div className="waiting-row">
      <Row {...props} />
      <button
        type="button"
        className="button claim"
        aria-label={t("row.claimThis", { text: lastMessage?.text ?? t("row.noMessage") })}
        onClick={() => void claim()}
      >
        {t("row.claim")}
      </button>
    </div>
  );
}
