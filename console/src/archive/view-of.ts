import type { ConversationStatus, ViewFilter } from "@livechat/contract";
import type { Search } from "./search.ts";

/** What of a search a saved view keeps. */
export interface AsView {
  readonly filter: ViewFilter;
  /** Whether the search asks for what views do not know: words, days of the last activity, ratings, files. */
  readonly leavesOut: boolean;
}

/** A search as the filter of a view; null when a view could keep nothing of it. */
export function viewOf({ filter, words }: Search): AsView | null {
  const { status, agent, group, tag, from, to, rated, has } = filter;
  const kept: ViewFilter = {
    ...(status && { status: status as ConversationStatus }),
    ...(agent && { assignee: agent }),
    ...(group && { groupIds: [group] }),
    ...(tag && { tagIds: [tag] }),
  };
  if (Object.keys(kept).length === 0) return null;
  return { filter: kept, leavesOut: words.length > 0 || Boolean(from ?? to ?? rated ?? has) };
}
