import type { LiveConversation, Visitor } from "@livechat/chat-client";
import type { Conversation } from "@livechat/contract";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { say, sayProblem } from "../actions/toasts.ts";
import { useActions } from "../actions/use-actions.tsx";
import { useCall } from "../client/call.ts";
import { canSupervise, useAgentName, useGroupName, useMe } from "../client/context.tsx";
import { useTags } from "../client/tags.ts";
import { useLoaded } from "../client/use-loaded.ts";
import { useNow } from "../client/use-now.ts";
import { toggleDetails } from "../inbox/layout.ts";
import { Icon } from "../look/icon.tsx";
import { Sure } from "../parts/form.tsx";
import "./details-texts.ts";
import { useTexts } from "../texts/use-texts.tsx";

const MINUTE_MS = 60_000;
const EARLIER_SHOWN = 10;

interface Props {
  conversation: LiveConversation;
  visitor: Visitor | null;
  name: string;
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="card" open>
      <summary>
        <h3>{title}</h3>
      </summary>
      {children}
    </details>
  );
}

const shown = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

/** A line of what is known; nothing when it is not. */
function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (children === null || children === undefined || children === "") return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function LocalTime({ zone }: { zone: string }) {
  const t = useTexts();
  const now = useNow(MINUTE_MS);
  try {
    const time = new Intl.DateTimeFormat(t.language, { timeZone: zone, hour: "2-digit", minute: "2-digit" });
    return `${time.format(now)} (${zone})`;
  } catch {
    // A zone that this browser does not know: its name says something too.
    return zone;
  }
}

function Contact({ visitor, name, conversation }: Props) {
  const t = useTexts();
  const zone = conversation.metadata.timeZone ?? visitor?.metadata.timeZone;
  return (
    <Card title={t("details.contact")}>
      <dl className="facts-list">
        <Fact label={t("details.name")}>
          <bdi>{name}</bdi>
        </Fact>
        <Fact label={t("signIn.email")}>
          {visitor?.email ? <a href={`mailto:${visitor.email}`}>{visitor.email}</a> : null}
        </Fact>
        <Fact label={t("details.locale")}>{visitor?.locale}</Fact>
        <Fact label={t("details.localTime")}>
          {typeof zone === "string" ? <LocalTime zone={zone} /> : null}
        </Fact>
      </dl>
    </Card>
  );
}

/** What the widget says of the page where the chat began. */
const PAGE_FACTS = ["pageTitle", "pageUrl", "page", "referrer", "device"] as const;
/** Shown elsewhere than among the attributes that the company gives. */
const SHOWN_APART: ReadonlySet<string> = new Set([...PAGE_FACTS, "timeZone"]);

function Page({ metadata }: { metadata: Record<string, unknown> }) {
  const t = useTexts();
  const facts = PAGE_FACTS.filter((name) => typeof metadata[name] === "string" && metadata[name] !== "");
  if (facts.length === 0) return null;
  return (
    <Card title={t("details.page")}>
      <dl className="facts-list">
        {facts.map((name) => (
          <Fact key={name} label={t(`details.page.${name}`)}>
            <AttributeValue text={shown(metadata[name])} />
          </Fact>
        ))}
      </dl>
    </Card>
  );
}

function AttributeValue({ text }: { text: string }) {
  if (!/^https?:\/\//.test(text)) return <bdi>{text}</bdi>;
  return (
    <a href={text} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  );
}

function Attributes({ metadata }: { metadata: Record<string, unknown> }) {
  const t = useTexts();
  const entries = Object.entries(metadata).filter(([key]) => !SHOWN_APART.has(key));
  return (
    <Card title={t("details.attributes")}>
      {entries.length === 0 && <p className="quiet">{t("details.noAttributes")}</p>}
      <dl className="facts-list">
        {entries.map(([key, value]) => (
          <Fact key={key} label={key}>
            <AttributeValue text={shown(value)} />
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
  const { id, status, createdAt, assignedAgentId, lastMessage } = conversation;
  const facts = [t(`conversation.status.${status}`), agentName(assignedAgentId)].filter(Boolean).join(" · ");
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
      {problem && <p className="problem">{problem.message}</p>}
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
    <div className="card">
      <Sure
        label={t("details.endSession")}
        question={t("details.endSessionQuestion")}
        confirm={t("details.endSession")}
        onSure={() => void end()}
      />
    </div>
  );
}

/** What is known of the visitor and of this conversation. */
export default function Details({ conversation, visitor, name }: Props) {
  const t = useTexts();
  const me = useMe();
  const agentName = useAgentName();
  const groupName = useGroupName();
  const { createdAt, assignedAt, firstResponseAt, closedAt, assignedAgentId, groupId } = conversation;
  const at = (time: string | null) => (time ? t.dateTime(time) : null);
  return (
    <aside className="details" aria-label={t("conversation.details")}>
      <header className="details-head">
        <h2>{t("conversation.details")}</h2>
        <button type="button" className="icon-button" aria-label={t("details.hide")} onClick={toggleDetails}>
          <Icon name="close" />
        </button>
      </header>
      <Contact visitor={visitor} name={name} conversation={conversation} />
      <Page metadata={conversation.metadata} />
      <Card title={t("details.conversation")}>
        <dl className="facts-list">
          <Fact label={t("details.group")}>{groupName(groupId)}</Fact>
          <Fact label={t("details.owner")}>{agentName(assignedAgentId)}</Fact>
          <Fact label={t("details.began")}>{at(createdAt)}</Fact>
          <Fact label={t("details.assigned")}>{at(assignedAt)}</Fact>
          <Fact label={t("details.firstResponse")}>{at(firstResponseAt)}</Fact>
          <Fact label={t("details.closed")}>{at(closedAt)}</Fact>
        </dl>
      </Card>
      <Tags conversation={conversation} />
      <Attributes metadata={{ ...visitor?.metadata, ...conversation.metadata }} />
      <Earlier conversation={conversation} />
      {canSupervise(me) && <EndSession visitorId={conversation.visitorId} />}
    </aside>
  );
}
