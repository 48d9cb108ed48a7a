import { typesOf } from "@livechat/contract";
import type { Context } from "../platform/context.ts";
import { FEED, feeds, type StoredOccurrence } from "./occurrences.ts";
import { Remembered } from "./remembered.ts";
import { listeningQuery, type StoredWebhook, webhooks } from "./webhooks.ts";

interface Listening {
  readonly webhook: Pick<StoredWebhook, "id" | "state" | "filter">;
  readonly types: ReadonlySet<string>;
}

/** Who wants to know what happens. */
export interface Listeners {
  readonly isFeedRunning: boolean;
  readonly webhooks: readonly Listening[];
}

const remembered = new Remembered<Listeners>(({ config }) => config.listenersKnownWithinSeconds);

async function read(ctx: Context): Promise<Listeners> {
  const [feed, found] = await Promise.all([feeds.get(ctx.db, FEED), webhooks.find(listeningQuery(ctx.db))]);
  return {
    isFeedRunning: feed?.startedAt != null,
    webhooks: found.map(({ id, state, filter, eventTypes }) => ({
      webhook: { id, state, filter },
      types: new Set(eventTypes.flatMap(typesOf)),
    })),
  };
}

/**
 * Who listens, at most `LISTENERS_KNOWN_WITHIN_SECONDS` old: two reads or so a minute in each process in which anything
 * happens.
 */
export function listeners(ctx: Context): Promise<Listeners> {
  return remembered.get("all", () => read(ctx), ctx);
}

/** To be called by who changed who listens, after the commit: this process knows at once. */
export function forgetListeners(ctx: Pick<Context, "db">): void {
  remembered.forget(ctx);
}

/** Whether a webhook's filter lets it through. Pure. */
export function passes(
  { groupIds, authorTypes, includeNotes }: StoredWebhook["filter"],
  { groupId, authorType, isNote }: Pick<StoredOccurrence, "groupId" | "authorType" | "isNote">,
): boolean {
  if (isNote && !includeNotes) return false;
  if (groupIds.length > 0 && (groupId === null || !groupIds.includes(groupId))) return false;
  return authorTypes.length === 0 || authorType === null || authorTypes.some((type) => type === authorType);
}
