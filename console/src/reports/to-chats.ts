import { type Asked, searchOf } from "./period.ts";

/** Which chats a number counts. */
export interface ChatFilter {
  readonly by?: "started" | "closed";
  readonly outcome?: "answered" | "missed" | "abandoned" | "bot";
  readonly rating?: "good" | "bad";
  readonly agent?: string;
}

const NAMES = ["by", "outcome", "rating", "agent"] as const;

/** The page of the chats behind a number. */
export function toChats(asked: Asked, filter: ChatFilter): string {
  const more = new URLSearchParams(Object.entries(filter)).toString();
  return `/reports/chats${searchOf(asked)}${more && `&${more}`}`;
}

export function chatFilterFrom(search: string): ChatFilter {
  const given = new URLSearchParams(search);
  const named = NAMES.flatMap((name) => (given.get(name) ? [[name, given.get(name)]] : []));
  return Object.fromEntries(named) as ChatFilter;
}
