import type { AgentClient } from "@livechat/chat-client";
import { forgetCanned } from "./canned.ts";
import { useClient } from "./context.tsx";
import { forgetDrafts, ownDrafts } from "./drafts.ts";

/** What shows that somebody sits in front of the console. */
const USES = ["pointerdown", "keydown", "wheel"] as const;

/**
 * What goes along with a session: it ends when nobody uses the console, and what was begun is the agent's who began it.
 * To be called before anything is drawn: nobody may see another's drafts, not even for a moment.
 */
export function followSession(client: AgentClient): void {
  for (const use of USES) addEventListener(use, () => client.used(), { capture: true, passive: true });
  let owner: string | null = null;
  client.state.listen(({ me }) => {
    if (me && me.id !== owner) {
      ownDrafts(me.id);
      forgetCanned();
    }
    owner = me?.id ?? null;
  });
}

/** Signs out by choice: nothing that was begun stays in this browser. A session that ends otherwise leaves it there. */
export function useSignOut(): () => Promise<void> {
  const client = useClient();
  return () => {
    forgetDrafts();
    return client.signOut();
  };
}
