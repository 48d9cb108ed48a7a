import type { Conversation } from "@livechat/contract";
import { useState } from "react";
import { sayProblem } from "../actions/toasts.ts";
import { type Call, useCall } from "../client/call.ts";
import { useAgentState } from "../client/context.tsx";
import { useTags } from "../client/tags.ts";
import { useLoaded } from "../client/use-loaded.ts";
import { type Filter, queryOf, searchOf } from "./filter.ts";
import { findConversations } from "./find.ts";
import { parseSearch, type Search } from "./search.ts";

interface Page {
  items: Conversation[];
  nextPageToken: string | null;
}

/** Whether the documents are looked through here: the API's list knows neither words nor ratings. */
export const isLookedThrough = ({ filter, words }: Search): boolean =>
  words.length > 0 || filter.rated !== undefined;

async function firstPage(call: Call, search: Search): Promise<Page> {
  if (!isLookedThrough(search)) return call("listConversations", { query: queryOf(search.filter) });
  return { items: await findConversations(call, search), nextPageToken: null };
}

/** What is searched for: what was chosen and what was typed, the names of operators looked up. */
function useSearched(filter: Filter): Search {
  const agent = useAgentState((state) => state.agents);
  const group = useAgentState((state) => state.groups);
  const tag = useTags();
  const { filter: typed, words } = parseSearch(filter.q ?? "", { agent, group, tag });
  const { q: _typed, ...chosen } = filter;
  return { filter: { ...chosen, ...typed }, words };
}

export interface Found {
  readonly search: Search;
  readonly items: readonly Conversation[];
  readonly isLoading: boolean;
  readonly problem: Error | null;
  /** Loads the next page; null where there is none. */
  readonly loadMore: (() => Promise<void>) | null;
}

/** What a filter finds, page by page. */
export function useFound(filter: Filter): Found {
  const call = useCall();
  const search = useSearched(filter);
  // Tags and people that are known only now may make an operator of a word.
  const key = `${searchOf(search.filter)} ${search.words.join(" ")}`;
  const [more, setMore] = useState<{ key: string; items: Conversation[]; next: string | null } | null>(null);
  const first = useLoaded(key, () => firstPage(call, search));
  const further = more?.key === key ? more : null;
  const next = further ? further.next : (first.data?.nextPageToken ?? null);
  const loadMore = async (pageToken: string) => {
    try {
      const query = { ...queryOf(search.filter), pageToken };
      const page = await call("listConversations", { query });
      setMore({ key, items: [...(further?.items ?? []), ...page.items], next: page.nextPageToken });
    } catch (error) {
      sayProblem(error);
    }
  };
  return {
    search,
    items: [...(first.data?.items ?? []), ...(further?.items ?? [])],
    isLoading: first.isLoading,
    problem: first.problem,
    loadMore: next === null ? null : () => loadMore(next),
  };
}
