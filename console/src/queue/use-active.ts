import type { LiveConversation } from "@livechat/chat-client";
import { useEffect } from "react";
import { useCall } from "../client/call.ts";
import { useAgentState } from "../client/context.tsx";
import { useLoaded } from "../client/use-loaded.ts";

const PAGE = "100";
const SETTLED_MS = 400;

/** The running chats that this agent may see; read again when somebody's load has changed. */
export function useActive(): readonly LiveConversation[] {
  const call = useCall();
  const loads = useAgentState((state) => state.agents.map(({ activeChats }) => activeChats).join());
  const { data, reload } = useLoaded("active", async () => {
    const page = await call("listConversations", { query: { status: "active", limit: PAGE } });
    return page.items;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another load is another chat that somebody has.
  useEffect(() => {
    const timer = setTimeout(() => void reload(), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [loads, reload]);
  return data ?? [];
}
