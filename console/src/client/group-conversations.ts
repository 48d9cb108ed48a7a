import type { LiveConversation } from "@livechat/chat-client";
import { useEffect, useState } from "react";
import { useClient } from "./context.tsx";

type ByGroup = Readonly<Record<string, readonly LiveConversation[]>>;

/** The running, snoozed or closed conversations of groups, live while this is on the screen; null: of no status. */
export function useGroupConversations(
  groupIds: readonly string[],
  status: "active" | "snoozed" | "closed" | null,
): { conversations: readonly LiveConversation[]; isLoading: boolean } {
  const client = useClient();
  const [byGroup, setByGroup] = useState<ByGroup>({});
  const key = [...groupIds].sort().join();
  useEffect(() => {
    setByGroup({});
    if (status === null || key === "") return undefined;
    const stops = key.split(",").map((groupId) => {
      const show = (found: readonly LiveConversation[]) =>
        setByGroup((before) => ({ ...before, [groupId]: found }));
      // Taken out of the group meanwhile: then nothing of it is shown any more.
      const observer = { next: show, failed: () => show([]) };
      return client.watchGroupConversations({ groupId, status }, observer);
    });
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, key, status]);
  const isLoading = status !== null && groupIds.some((id) => byGroup[id] === undefined);
  return { conversations: Object.values(byGroup).flat(), isLoading };
}
