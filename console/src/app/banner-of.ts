import type { AgentState } from "@livechat/chat-client";
import type { Agent } from "@livechat/contract";
import type { TextKey } from "../texts/texts.ts";

type Connection = AgentState["connection"];

/** What stands between the agent and new chats, in one strip. */
export interface ReachBanner {
  words: readonly TextKey[];
  isWarning: boolean;
  /** What the button does; null where nothing helps but to wait. */
  cure: "goOnline" | "resume" | null;
}

function absence({ status, acceptingChats }: Pick<Agent, "status" | "acceptingChats">): TextKey | null {
  if (status !== "online") return status === "away" ? "banners.away" : "banners.offline";
  return acceptingChats ? null : "banners.paused";
}

/**
 * Without a connection that alone is said: what else keeps chats away cannot be cured before it is back, and may not be
 * true any more. null: nothing keeps them away.
 */
export function reachBanner(
  connection: Connection,
  me: Pick<Agent, "status" | "acceptingChats">,
): ReachBanner | null {
  if (connection === "offline" || connection === "connecting") {
    return { words: [`banners.connection.${connection}`], isWarning: true, cure: null };
  }
  const away = absence(me);
  const slow: TextKey[] = connection === "polling" ? ["banners.connection.polling"] : [];
  if (away === null && slow.length === 0) return null;
  const cure = away === null ? null : away === "banners.paused" ? "resume" : "goOnline";
  return { words: away === null ? slow : [...slow, away], isWarning: slow.length > 0, cure };
}
