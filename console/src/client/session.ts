import { useEffect } from "react";
import { useAgentState, useClient } from "./context.tsx";
import { forgetDrafts, ownDrafts } from "./drafts.ts";

/** What shows that somebody sits in front of the console. */
const USES = ["pointerdown", "keydown", "wheel"] as const;

/** What goes along with a session: it ends when nobody uses the console, and what was begun is the agent's who began it. */
export function useSession(): void {
  const client = useClient();
  const agentId = useAgentState(({ me }) => me?.id ?? null);
  useEffect(() => {
    const used = () => client.used();
    for (const use of USES) addEventListener(use, used, { capture: true, passive: true });
    return () => {
      for (const use of USES) removeEventListener(use, used, { capture: true });
    };
  }, [client]);
  useEffect(() => {
    if (agentId !== null) ownDrafts(agentId);
  }, [agentId]);
}

/** Signs out by choice: nothing that was begun stays in this browser. A session that ends otherwise leaves it there. */
export function useSignOut(): () => Promise<void> {
  const client = useClient();
  return () => {
    forgetDrafts();
    return client.signOut();
  };
}
