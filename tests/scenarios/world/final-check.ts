import type { Emulator } from "firestore-emulator";
import type { History } from "./history.ts";
import { type ConversationNow, plainDocument } from "./shapes.ts";

interface ThreadNow {
  id: string;
  conversationId: string;
  status: string;
  agentId: string | null;
  previousThreadId: string | null;
  nextThreadId: string | null;
}

interface EventNow {
  conversationId: string;
  threadId: string;
  seq: number;
}

interface SessionNow {
  openConversationId: string | null;
}

/** Everything stored in one project, by collection. */
function readAll(emulator: Emulator, projectId: string): Map<string, Record<string, unknown>[]> {
  const { store } = emulator.context.databases.get({ projectId, databaseId: "(default)" });
  const all = new Map<string, Record<string, unknown>[]>();
  for (const document of store.documents.all()) {
    const parts = document.name.split("/");
    const collection = parts.at(-2) ?? "";
    all.set(collection, [...(all.get(collection) ?? []), { __id: parts.at(-1), ...plainDocument(document) }]);
  }
  return all;
}

function checkThreads(conversation: ConversationNow, threads: ThreadNow[]): string[] {
  const { id, status, activeThreadId, assignedAgentId, threadCount } = conversation;
  const own = threads
    .filter(({ conversationId }) => conversationId === id)
    .toSorted((a, b) => ordinal(a.id) - ordinal(b.id));
  const active = own.filter((thread) => thread.status === "active");
  const problems: string[] = [];
  if (own.length !== threadCount) problems.push(`${id} counts ${threadCount} threads and has ${own.length}`);
  if (active.length !== (status === "closed" ? 0 : 1))
    problems.push(`${id} is ${status} with ${active.length} active threads`);
  if ((active[0]?.id ?? null) !== activeThreadId) problems.push(`${id} names another active thread`);
  if ((status === "active" || status === "snoozed") && active[0]?.agentId !== assignedAgentId)
    problems.push(`${id}'s thread is another's`);
  own.forEach((thread, i) => {
    const neighbours = [own[i - 1]?.id ?? null, own[i + 1]?.id ?? null];
    if (thread.previousThreadId !== neighbours[0] || thread.nextThreadId !== neighbours[1])
      problems.push(`${thread.id} is not chained to its neighbours`);
  });
  return problems;
}

function ordinal(threadId: string): number {
  return Number(threadId.split("-").at(-1));
}

function checkEvents({ id, lastSeq }: ConversationNow, events: EventNow[]): string[] {
  const seqs = events.filter(({ conversationId }) => conversationId === id).map(({ seq }) => seq);
  const sorted = seqs.toSorted((a, b) => a - b);
  const hasGap = sorted.some((seq, i) => seq !== i + 1);
  return hasGap || sorted.length !== lastSeq ? [`${id}'s events are ${sorted.join()} of ${lastSeq}`] : [];
}

function checkVisitor(id: string, session: SessionNow | undefined, own: ConversationNow[]): string[] {
  const open = own.filter(({ status }) => status !== "closed");
  if (open.length > 1) return [`visitor ${id} has ${open.length} open conversations`];
  const named = session?.openConversationId ?? null;
  return named === (open[0]?.id ?? null) ? [] : [`visitor ${id}'s session names another conversation`];
}

/** Reports add up: every assignment either has its fact or still runs. */
function checkStatistics(history: History, facts: Record<string, unknown>[]): string[] {
  return [...history.assignments].flatMap(([agentId, count]) => {
    const ended = facts.filter((one) => one.kind === "thread" && one.agentId === agentId).length;
    const active = history.agents.get(agentId)?.activeChats ?? 0;
    const snoozed = [...history.conversations.values()].filter(
      ({ status, assignedAgentId }) => status === "snoozed" && assignedAgentId === agentId,
    );
    const running = active + snoozed.length;
    return ended + running === count
      ? []
      : [`${agentId} was assigned ${count}: ${ended} ended, ${running} run`];
  });
}

/** Nobody waits whom a free agent of the group could take. */
export function checkNobodyStuck(history: History): string[] {
  return [...history.conversations.values()]
    .filter(({ status, queue }) => status === "pending" && queue !== null)
    .flatMap((conversation) => {
      const free = [...history.agents.values()].find(
        (agent) => history.refusal(agent, conversation) === null,
      );
      const group = history.groups.get(conversation.groupId);
      if (history.isClosed(conversation.groupId) && !group?.isDeleted) return [];
      if (group?.isDeleted) return [`${conversation.id} waits in a deleted group`];
      return free ? [`${conversation.id} waits although ${free.id} is free`] : [];
    });
}

/** Nothing sleeps longer than it was to. */
export function checkNothingOversleeps(history: History): string[] {
  return [...history.conversations.values()]
    .filter(
      ({ status, snoozedUntil }) =>
        (status === "snoozed") !== (snoozedUntil !== null) || history.isPast(snoozedUntil),
    )
    .map(({ id, status }) => `${id} is ${status} and should have been woken`);
}

/** No bot is paused longer than it was to. */
export function checkBotsResumed(history: History): string[] {
  return [...history.agents.values()]
    .filter(({ pausedUntil }) => history.isPast(pausedUntil ?? null))
    .map(({ id }) => `${id} is paused and should have been resumed`);
}

/** Deleted agents own nothing. */
export function checkNothingLeft(history: History): string[] {
  return [...history.agents.values()]
    .filter(({ isDeleted, activeChats }) => isDeleted && activeChats > 0)
    .map(({ id }) => `${id} is deleted and owns conversations`);
}

/** Compares the whole database with what must hold whenever nothing is running. */
export function checkDatabase(emulator: Emulator, projectId: string, history: History): string[] {
  const all = readAll(emulator, projectId);
  const threads = (all.get("threads") ?? []) as unknown as ThreadNow[];
  const events = (all.get("events") ?? []) as unknown as EventNow[];
  const sessions = all.get("visitorSessions") ?? [];
  const conversations = [...history.conversations.values()];
  const visitorIds = [...new Set(conversations.map(({ visitorId }) => visitorId))];
  return [
    ...conversations.flatMap((one) => [...checkThreads(one, threads), ...checkEvents(one, events)]),
    ...visitorIds.flatMap((id) => {
      const own = conversations.filter(({ visitorId }) => visitorId === id);
      const session = sessions.find((one) => one.__id === id) as unknown as SessionNow | undefined;
      return checkVisitor(id, session, own);
    }),
    ...checkStatistics(history, all.get("facts") ?? []),
  ];
}
