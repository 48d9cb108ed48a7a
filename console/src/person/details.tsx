import type { LiveConversation, TimelineItem, Visitor } from "@livechat/chat-client";
import type { Conversation } from "@livechat/contract";
import { useState } from "react";
import { Link } from "wouter";
import { say, sayProblem } from "../actions/toasts.ts";
import { useActions } from "../actions/use-actions.tsx";
import { useCall } from "../client/call.ts";
import { canSupervise, useAgentName, useGroupName, useMe } from "../client/context.tsx";
import { sayError } from "../client/say-error.ts";
import { useTags } from "../client/tags.ts";
import { useLoaded } from "../client/use-loaded.ts";
import { BanDialog } from "../conversation/ban-dialog.tsx";
import { toggleDetails } from "../inbox/layout.ts";
import { Icon } from "../look/icon.tsx";
import { Sure } from "../parts/form.tsx";
import { IconButton } from "../parts/icon-button.tsx";
import "./texts.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { Card, Fact, Value } from "./card.tsx";
import { Contact } from "./contact.tsx";
import { Notes } from "./notes.tsx";
import { Pages, SHOWN_APART } from "./pages.tsx";
import { ratingWord } from "./rating.ts";

const EARLIER_SHOWN = 10;

interface Props {
  conversation: LiveConversation;
  visitor: Visitor | null;
  name: string;
  timeline: readonly TimelineItem[];
}

const shown = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

function Attributes({ metadata }: { metadata: Record<string, unknown> }) {
  const t = useTexts();
  const entries = Object.entries(metadata).filter(([key]) => !SHOWN_APART.has(key));
  return (
    <Card title={t("details.attributes")}>
      {entries.length === 0 && <p className="quiet">{t("details.noAttributes")}</p>}
      <dl className="facts-list">
        {entries.map(([key, value]) => (
          <Fact key={key} label={key}>
            <Value text={shown(value)} />
          </Fact>
        ))}
      </dl>
    </Card>
  );
}

function Tags({ conversation }: Pick<Props, "conversation">) {
  const t = useTexts();
  const actions = useActions();
  const tags = useTags().filter(({ id }) => conversation.tagIds.includes(id));
  return (
    <Card title={t("details.tags")}>
      {tags.length === 0 && <p className="quiet">{t("details.noTags")}</p>}
      <ul className="tag-list">
        {tags.map((tag) => (
          <li key={tag.id} className="chip">
            <span className="swatch" style={{ background: tag.color }} />
            {tag.name}
            {conversation.status !== "closed" && (
              <button
                type="button"
                className="chip-button"
                aria-label={t("details.untag", { name: tag.name })}
                onClick={() => actions.untag(conversation.id, tag)}
              >
                <Icon name="close" />
              </button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function EarlierRow({ conversation }: { conversation: Conversation }) {
  const t = useTexts();
  const agentName = useAgentName();
  const { id, status, createdAt, assignedAgentId, lastMessage, rating } = conversation;
  const words = [t(`conversation.status.${status}`), agentName(assignedAgentId), ratingWord(rating, t)];
  const facts = words.filter(Boolean).join(" · ");
  return (
    <li>
      <Link href={`/inbox/closed/${id}`}>
        {t.dateTime(createdAt)} · {facts}
        <span className="preview quiet">{lastMessage?.text}</span>
      </Link>
    </li>
  );
}

function Earlier({ conversation }: Pick<Props, "conversation">) {
  const t = useTexts();
  const call = useCall();
  const { visitorId, id } = conversation;
  const { data, problem } = useLoaded(visitorId, () =>
    call("listConversations", { query: { visitorId, limit: String(EARLIER_SHOWN + 1) } }),
  );
  const earlier = data?.items.filter((item) => item.id !== id) ?? [];
  return (
    <Card title={t("details.earlier")}>
      {problem && <p className="problem">{sayError(problem, t)}</p>}
      {data && earlier.length === 0 && <p className="quiet">{t("details.firstVisit")}</p>}
      <ul className="earlier">
        {earlier.map((item) => (
          <EarlierRow key={item.id} conversation={item} />
        ))}
      </ul>
    </Card>
  );
}

/** Ends the visitor's session, as when its token was stolen. */
function EndSession({ visitorId }: { visitorId: string }) {
  const t = useTexts();
  const call = useCall();
  const end = async () => {
    try {
      await call("endVisitorSession", { params: { id: visitorId } });
      say(t("details.sessionEnded"));
    } catch (error) {
      sayProblem(error);
    }
  };
  return (
    <Sure
      label={t("details.endSession")}
      question={t("details.endSessionQuestion")}
      confirm={t("details.endSession")}
      onSure={() => void end()}
    />
  );
}

/** What keeps a visitor away. */
function Away({ conversation, name }: Pick<Props, "conversation" | "name">) {
  const t = useTexts();
  const me = useMe();
  const [isBanning, setBanning] = useState(false);
  const { id, visitorId } = conversation;
  return (
    <div className="card form-buttons">
      <button type="button" className="button" onClick={() => setBanning(true)}>
        {t("ban.do")}
      </button>
      {canSupervise(me) && <EndSession visitorId={visitorId} />}
      {isBanning && (
        <BanDialog visitorId={visitorId} conversationId={id} name={name} onDone={() => setBanning(false)} />
      )}
    </div>
  );
}

function About({ conversation }: Pick<Props, "conversation">) {
  const t = useTexts();
  const agentName = useAgentName();
  const groupName = useGroupName();
  const { createdAt, assignedAt, firstResponseAt, closedAt, assignedAgentId, groupId, rating } = conversation;
  const at = (time: string | null) => (time ? t.dateTime(time) : null);
  return (
    <Card title={t("details.conversation")}>
      <dl className="facts-list">
        <Fact label={t("details.group")}>{groupName(groupId)}</Fact>
        <Fact label={t("details.owner")}>{agentName(assignedAgentId)}</Fact>
        <Fact label={t("details.began")}>{at(createdAt)}</Fact>
        <Fact label={t("details.assigned")}>{at(assignedAt)}</Fact>
        <Fact label={t("details.firstResponse")}>{at(firstResponseAt)}</Fact>
        <Fact label={t("details.closed")}>{at(closedAt)}</Fact>
        <Fact label={t("rating.label")}>{ratingWord(rating, t)}</Fact>
        <Fact label={t("rating.comment")}>{rating?.comment && <bdi>{rating.comment}</bdi>}</Fact>
      </dl>
    </Card>
  );
}

/** What is known of the visitor and of this conversation. */
export default function Details({ conversation, visitor, name, timeline }: Props) {
  const t = useTexts();
  const { visitorId, metadata } = conversation;
  return (
    <aside className="details" aria-label={t("conversation.details")}>
      <header className="details-head">
        <h2>{t("conversation.details")}</h2>
        <IconButton icon="close" label={t("details.hide")} onClick={toggleDetails} />
      </header>
      <Contact visitor={visitor} name={name} zone={metadata.timeZone ?? visitor?.metadata.timeZone} />
      <Notes key={visitorId} visitorId={visitorId} />
      <Pages metadata={metadata} timeline={timeline} />
      <About conversation={conversation} />
      <Tags conversation={conversation} />
      <Attributes metadata={{ ...visitor?.metadata, ...visitor?.attributes, ...metadata }} />
      <Earlier conversation={conversation} />
      <Away conversation={conversation} name={name} />
    </aside>
  );
}
