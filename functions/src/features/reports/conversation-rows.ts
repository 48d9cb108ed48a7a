import { type ConversationRow, type ConversationRowsQuery, conversationRow } from "@livechat/contract";
import type { Query } from "firebase-admin/firestore";
import type { AgentCaller } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { toStream } from "../../server/to-stream.ts";
import { agents } from "../../store/agents.ts";
import { type ConversationFact, facts } from "../../store/facts.ts";
import { groups } from "../../store/groups.ts";
import { isGoodRating, ratings } from "../../store/ratings.ts";
import { tags } from "../../store/tags.ts";
import { visitors } from "../../store/visitors.ts";
import { BYTE_ORDER_MARK, csvLine } from "./csv.ts";
import { filterFor, rangeOf } from "./read-report.ts";
import { parseSpamFacts, readSpamFacts, spamIdsOf } from "./spam.ts";

const PAGE_FACTS = 200;

/** What ids stand for, read once for all rows. */
interface Names {
  readonly groups: ReadonlyMap<string, string>;
  readonly agents: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
}

async function readNames(ctx: Context): Promise<Names> {
  const [allGroups, allAgents, allTags] = await Promise.all([
    groups.find(groups.all(ctx.db)),
    agents.find(agents.all(ctx.db)),
    tags.find(tags.all(ctx.db)),
  ]);
  const byId = (list: readonly { id: string; name: string }[]) =>
    new Map(list.map(({ id, name }) => [id, name]));
  return { groups: byId(allGroups), agents: byId(allAgents), tags: byId(allTags) };
}

const named = (names: ReadonlyMap<string, string>, id: string): string => names.get(id) ?? id;

async function byId<T extends { id: string }>(
  collection: { ref: typeof ratings.ref; parse: (snapshot: never) => T | null },
  ids: readonly string[],
  ctx: Context,
): Promise<Map<string, T>> {
  if (ids.length === 0) return new Map();
  const found = await ctx.db.getAll(...ids.map((id) => collection.ref(ctx.db, id)));
  return new Map(
    found.flatMap((snapshot) => {
      const parsed = collection.parse(snapshot as never);
      return parsed ? [[parsed.id, parsed] as const] : [];
    }),
  );
}

const MILLIS = 1000;
const rounded = (seconds: number): number => Math.round(seconds * MILLIS) / MILLIS;

function averageOf(seconds: readonly number[]): number | null {
  if (seconds.length === 0) return null;
  return rounded(seconds.reduce((sum, one) => sum + one, 0) / seconds.length);
}

function rowOf(
  fact: ConversationFact,
  names: Names,
  known: { visitor: string | null; rating: { score: number; comment: string | null } | undefined },
): ConversationRow {
  const first = fact.replies.find(({ isFirst }) => isFirst);
  const others = fact.replies.filter(({ isFirst }) => !isFirst);
  return {
    id: fact.conversationId,
    started: fact.startedAt,
    ended: fact.closedAt,
    group: named(names.groups, fact.groupId),
    agents: fact.ownerIds.map((id) => named(names.agents, id)),
    visitor: known.visitor ?? "",
    page: fact.page,
    queue: fact.queue.seconds,
    first_response: first?.seconds ?? null,
    average_response: averageOf(others.map(({ seconds }) => seconds)),
    duration: fact.duration.seconds,
    messages: fact.messages,
    rating: known.rating?.score ?? null,
    comment: known.rating?.comment ?? null,
    tags: fact.tagIds.map((id) => named(names.tags, id)),
    close_reason: fact.closeReason,
    outcome: fact.outcome,
    files: fact.fileIds,
  };
}

interface Wanted {
  readonly query: ConversationRowsQuery;
  readonly caller: AgentCaller;
}

/** Filters that no index answers are applied to what was read. */
function factsQuery({ query, caller }: Wanted, ctx: Context) {
  const { groupId, agentId, tagId } = filterFor(query, caller);
  const { from, to } = rangeOf(query, ctx.now());
  const field = query.by === "started" ? "startedAt" : "closedAt";
  let found: Query = facts.all(ctx.db).where("kind", "==", "conversation");
  if (groupId !== null) found = found.where("groupId", "==", groupId);
  const inRange = found.where(field, ">=", new Date(from)).where(field, "<", new Date(to));
  const isWanted = (fact: ConversationFact) =>
    fact.channel === "chat" &&
    (agentId === null || fact.agentId === agentId) &&
    (tagId === null || fact.tagIds.includes(tagId)) &&
    (query.outcome === undefined || fact.outcome === query.outcome);
  return { ordered: inRange.orderBy(field, "desc"), isWanted };
}

async function rowsOf(
  page: readonly ConversationFact[],
  names: Names,
  { query, ctx }: { query: ConversationRowsQuery; ctx: Context },
): Promise<ConversationRow[]> {
  const [rated, people] = await Promise.all([
    byId(
      ratings,
      page.map(({ threadId }) => threadId),
      ctx,
    ),
    byId(visitors, [...new Set(page.map(({ visitorId }) => visitorId))], ctx),
  ]);
  return page.flatMap((fact) => {
    const rating = rated.get(fact.threadId);
    const isWanted = !query.rating || (rating && isGoodRating(rating) === (query.rating === "good"));
    if (!isWanted) return [];
    return [rowOf(fact, names, { visitor: people.get(fact.visitorId)?.name ?? null, rating })];
  });
}

/** The rows, the latest first, read as they are taken: a page of facts with their visitors and ratings at a time. */
export async function* conversationRows(wanted: Wanted, ctx: Context): AsyncGenerator<ConversationRow> {
  const { ordered, isWanted } = factsQuery(wanted, ctx);
  const [names, said] = await Promise.all([readNames(ctx), readSpamFacts(ctx)]);
  const spamIds = spamIdsOf(parseSpamFacts(said));
  let next = ordered.limit(PAGE_FACTS);
  for (;;) {
    const { docs } = await next.get();
    const page = facts.parseAll(docs).filter((fact) => fact.kind === "conversation");
    yield* await rowsOf(
      page.filter((fact) => isWanted(fact) && !spamIds.has(fact.id)),
      names,
      { query: wanted.query, ctx },
    );
    const last = docs.at(-1);
    if (!last || docs.length < PAGE_FACTS) return;
    next = ordered.startAfter(last).limit(PAGE_FACTS);
  }
}

const COLUMNS = Object.keys(conversationRow.shape) as (keyof ConversationRow)[];

async function* asCsv(rows: AsyncGenerator<ConversationRow>, bom: boolean): AsyncGenerator<string> {
  yield `${bom ? BYTE_ORDER_MARK : ""}${csvLine(COLUMNS)}`;
  for await (const row of rows) yield csvLine(COLUMNS.map((column) => row[column]));
}

async function* asJson(rows: AsyncGenerator<ConversationRow>): AsyncGenerator<string> {
  let separator = "";
  yield '{"items":[';
  for await (const row of rows) {
    yield `${separator}${JSON.stringify(row)}`;
    separator = ",";
  }
  yield "]}";
}

/**
 * The rows as a body that is written while it is read.
 * @throws ChatError `validation`, `authorization`: before anything is written.
 */
export async function streamConversationRows(wanted: Wanted, ctx: Context) {
  const { format = "json", bom = false } = wanted.query;
  factsQuery(wanted, ctx);
  const rows = conversationRows(wanted, ctx);
  const isCsv = format === "csv";
  const texts = isCsv ? asCsv(rows, bom) : asJson(rows);
  const headers: Record<string, string> = isCsv
    ? { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="chats.csv"' }
    : { "Content-Type": "application/json" };
  return { body: toStream(texts), headers };
}
