import { type Conversation, conversation, type Event, event, LIMITS } from "@livechat/contract";
import type { AgentCaller } from "../../auth/caller.ts";
import { checkRange, listConversations } from "../../chat/list-conversations.ts";
import { readConversationEvents } from "../../chat/read-events.ts";
import type { Context } from "../../platform/context.ts";
import { toStream } from "../../server/to-stream.ts";

interface Range {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

interface Wanted {
  readonly range: Range;
  readonly caller: AgentCaller;
}

/** So many conversations are read with their events at a time, and held in memory. */
const PAGE_CONVERSATIONS = 20;

async function eventsOf(id: string, caller: AgentCaller, ctx: Context): Promise<Event[]> {
  const found: Event[] = [];
  let pageToken: string | undefined;
  do {
    const range = { limit: LIMITS.MAX_PAGE_ITEMS, pageToken };
    const page = await readConversationEvents(id, range, caller, ctx);
    found.push(...page.items);
    pageToken = page.nextPageToken ?? undefined;
  } while (pageToken !== undefined);
  return found;
}

/** A conversation as the API shows it, with its events, in a line. */
async function lineOf(one: Conversation, caller: AgentCaller, ctx: Context): Promise<string> {
  const events = await eventsOf(one.id, caller, ctx);
  const shown = { ...conversation.parse(one), events: events.map((each) => event.parse(each)) };
  return `${JSON.stringify(shown)}\n`;
}

async function* lines({ range, caller }: Wanted, ctx: Context): AsyncGenerator<string> {
  let pageToken: string | undefined;
  do {
    const filter = { ...range, order: "asc", limit: PAGE_CONVERSATIONS, pageToken } as const;
    const page = await listConversations(filter, caller, ctx);
    yield* await Promise.all(page.items.map((one) => lineOf(one, caller, ctx)));
    pageToken = page.nextPageToken ?? undefined;
  } while (pageToken !== undefined);
}

/**
 * Conversations with their events as NDJSON, in the order of their changes, written while it is read. One that changes
 * meanwhile leaves the range with its change, and is found by the next one.
 * Source of the format: https://github.com/ndjson/ndjson-spec
 * @throws ChatError `validation` for a range that ends before it begins.
 */
export function exportConversations(wanted: Wanted, ctx: Context): ReadableStream<Uint8Array> {
  checkRange(wanted.range);
  return toStream(lines(wanted, ctx));
}
