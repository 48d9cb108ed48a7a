import type { LiveConversation } from "@livechat/chat-client";
import type { Agent, Group, LiveReport } from "@livechat/contract";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { useActions } from "../actions/use-actions.tsx";
import { useCall } from "../client/call.ts";
import { canSupervise, useAgentState, useMe } from "../client/context.tsx";
import { useGroupConversations } from "../client/group-conversations.ts";
import { visitorName } from "../client/name.ts";
import { useLoaded } from "../client/use-loaded.ts";
import { useNow } from "../client/use-now.ts";
import { useVisitor } from "../client/visitors.ts";
import { PickAgent } from "../conversation/pick-dialogs.tsx";
import { unansweredSince, urgencyOf } from "../inbox/views.ts";
import { Face } from "../parts/face.tsx";
import "../parts/form.css";
import { useTexts } from "../texts/use-texts.tsx";
import "./queue.css";

/** Asked so often while somebody looks: each time a read for every agent, and three for every group. */
const ANSWERED_EVERY_MS = 60_000;
const DRAGGED = "application/x-livechat-conversation";

const placesOf = ({ status, acceptingChats, activeChats, maxConcurrentChats }: Agent): number =>
  status === "online" && acceptingChats ? Math.max(0, maxConcurrentChats - activeChats) : 0;

function Figure({ label, value, alarm = false }: { label: string; value: string; alarm?: boolean }) {
  return (
    <div className={alarm ? "alarm" : ""}>
      <dt>{label}</dt>
      <dd className="number">{value}</dd>
    </div>
  );
}

/** What was answered within the groups' deadlines today; null where they have none, or it is not known yet. */
function useAnsweredToday(): LiveReport["answered_today"] {
  const call = useCall();
  const minute = useNow(ANSWERED_EVERY_MS);
  const { data, reload } = useLoaded("answered", () => call("getLiveReport"));
  const first = useRef(minute);
  useEffect(() => {
    if (minute !== first.current && document.visibilityState === "visible") void reload();
  }, [minute, reload]);
  return data?.answered_today ?? null;
}

function Numbers({ groups }: { groups: readonly Group[] }) {
  const t = useTexts();
  const now = useNow();
  const answered = useAnsweredToday();
  const queues = useAgentState((state) => state.waiting);
  const agents = useAgentState((state) => state.agents);
  const waiting = groups.flatMap(({ id }) => queues[id] ?? []);
  const oldest = Math.min(...waiting.map((conversation) => unansweredSince(conversation) ?? now));
  const team = agents.filter(({ groupIds }) => groups.some(({ id }) => groupIds.includes(id)));
  const sum = (of: (agent: Agent) => number) => team.reduce((total, agent) => total + of(agent), 0);
  return (
    <dl className="numbers">
      <Figure label={t("queue.waiting")} value={t.number(waiting.length)} alarm={waiting.length > 0} />
      <Figure label={t("queue.longest")} value={waiting.length > 0 ? t.duration(now - oldest) : "–"} />
      <Figure label={t("queue.freePlaces")} value={t.number(sum(placesOf))} />
      <Figure label={t("queue.online")} value={t.number(sum(({ status }) => Number(status === "online")))} />
      <Figure label={t("queue.chatsNow")} value={t.number(sum(({ activeChats }) => activeChats))} />
      <Figure
        label={t("queue.inTimeToday")}
        value={
          answered === null
            ? "–"
            : t("queue.nOfAll", { n: t.number(answered.in_time), all: t.number(answered.total) })
        }
      />
    </dl>
  );
}

interface WaitingProps {
  conversation: LiveConversation;
  group: Group;
  isLongest: boolean;
}

/** Takes the conversation, or gives it to somebody. */
function WaitingButtons({ conversation, name }: { conversation: LiveConversation; name: string }) {
  const t = useTexts();
  const me = useMe();
  const actions = useActions();
  const [isAssigning, setAssigning] = useState(false);
  return (
    <>
      <span className="form-buttons">
        {canSupervise(me) && (
          <button
            type="button"
            className="button"
            aria-label={t("queue.assignThis", { name })}
            onClick={() => setAssigning(true)}
          >
            {t("queue.assign")}
          </button>
        )}
        <button
          type="button"
          className="button"
          aria-label={t("queue.claimThis", { name })}
          onClick={() => void actions.claim(conversation.id)}
        >
          {t("row.claim")}
        </button>
      </span>
      {isAssigning && <PickAgent conversation={conversation} onDone={() => setAssigning(false)} />}
    </>
  );
}

function Waiting({ conversation, group, isLongest }: WaitingProps) {
  const t = useTexts();
  const now = useNow();
  const me = useMe();
  const { id, visitorId, lastMessage } = conversation;
  const name = visitorName(useVisitor(visitorId), visitorId, t("visitor.anonymous"));
  const wait = Math.max(0, now - (unansweredSince(conversation) ?? now));
  const urgency = urgencyOf(wait, group.settings.answerDeadlineSeconds);
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.setData(DRAGGED, id);
    event.dataTransfer.effectAllowed = "move";
  };
  return (
    <li
      className={`waiting-card ${isLongest ? "longest" : ""}`}
      draggable={canSupervise(me)}
      onDragStart={onDragStart}
    >
      <Link href={`/inbox/groups/${id}`} className="waiting-link">
        <span className="name" dir="auto">
          {name}
        </span>
        <time className={`age number ${urgency}`}>{t.duration(wait)}</time>
        <span className="preview quiet" dir="auto">
          {lastMessage?.text ?? t("row.noMessage")}
        </span>
      </Link>
      <WaitingButtons conversation={conversation} name={name} />
    </li>
  );
}

function ChatChip({ conversation }: { conversation: LiveConversation }) {
  const t = useTexts();
  const visitor = useVisitor(conversation.visitorId);
  const name = visitorName(visitor, conversation.visitorId, t("visitor.anonymous"));
  return (
    <Link className="chip" href={`/inbox/all/${conversation.id}`} title={t("queue.watch", { name })}>
      {name}
    </Link>
  );
}

/** What may be dropped on an agent's line: a conversation, which is theirs then. */
function useDrop(agent: Agent) {
  const me = useMe();
  const actions = useActions();
  const [isOver, setOver] = useState(false);
  const handlers = canSupervise(me) && {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      const dragged = event.dataTransfer.getData(DRAGGED);
      if (dragged) void actions.assign(dragged, agent, true);
    },
  };
  return { isOver, handlers };
}

function AgentLine({ agent, chats }: { agent: Agent; chats: readonly LiveConversation[] }) {
  const t = useTexts();
  const { isOver, handlers } = useDrop(agent);
  const { name, avatarUrl, status, acceptingChats, activeChats, maxConcurrentChats } = agent;
  const isPaused = status === "online" && !acceptingChats;
  return (
    <li className={`agent-line ${isOver ? "is-over" : ""}`} {...handlers}>
      <Face name={name} url={avatarUrl} status={isPaused ? "away" : status} small />
      <span className="name">
        <bdi>{name}</bdi> <span className="quiet">{isPaused ? t("me.paused") : t(`status.${status}`)}</span>
      </span>
      <meter
        aria-label={t("queue.loadOf", { name })}
        min={0}
        max={maxConcurrentChats}
        high={maxConcurrentChats - 1}
        optimum={0}
        value={activeChats}
      />
      <span className="number">
        {activeChats}/{maxConcurrentChats}
      </span>
      <span className="chips-cell">
        {chats.map((conversation) => (
          <ChatChip key={conversation.id} conversation={conversation} />
        ))}
      </span>
    </li>
  );
}

const ORDER = { online: 0, away: 1, offline: 2 } as const;

function Lane({ group, active }: { group: Group; active: readonly LiveConversation[] }) {
  const t = useTexts();
  const waiting = useAgentState((state) => state.waiting[group.id]) ?? [];
  const agents = useAgentState((state) => state.agents);
  const members = agents
    .filter(({ id }) => group.agentIds.includes(id))
    .sort((a, b) => ORDER[a.status] - ORDER[b.status] || placesOf(b) - placesOf(a));
  return (
    <section className="lane panel" aria-label={t("queue.lane", { name: group.name })}>
      <h2>
        <bdi>{group.name}</bdi>{" "}
        <span className="quiet number">{t.count("group.waiting", waiting.length)}</span>
      </h2>
      <ul className="waiting-cards">
        {waiting.map((conversation, at) => (
          <Waiting key={conversation.id} conversation={conversation} group={group} isLongest={at === 0} />
        ))}
      </ul>
      {waiting.length === 0 && <p className="quiet">{t("queue.nobody")}</p>}
      <ul>
        {members.map((agent) => (
          <AgentLine
            key={agent.id}
            agent={agent}
            chats={active.filter((chat) => chat.groupId === group.id && chat.assignedAgentId === agent.id)}
          />
        ))}
      </ul>
    </section>
  );
}

/** Who waits where, who could take it, who has what: for own groups, and for all of them where one oversees. */
export default function QueuePage() {
  const t = useTexts();
  const me = useMe();
  const all = useAgentState((state) => state.groups);
  const groups = canSupervise(me) ? all : all.filter(({ id }) => me.groupIds.includes(id));
  const { conversations: active } = useGroupConversations(
    groups.map(({ id }) => id),
    "active",
  );
  return (
    <>
      <header className="page-head">
        <h1>{t("places.queue")}</h1>
      </header>
      <Numbers groups={groups} />
      {groups.length === 0 && <p className="empty">{t("queue.noGroups")}</p>}
      <div className="lanes">
        {groups.map((group) => (
          <Lane key={group.id} group={group} active={active} />
        ))}
      </div>
    </>
  );
}
