import { LIMITS, mentionsIn } from "@livechat/contract";
import type { Caller } from "../auth/caller.ts";
import { agentSees } from "../conversation/agent-sees.ts";
import type { Context } from "../platform/context.ts";
import { enqueuePushLater } from "../queue/enqueue.ts";
import { agents } from "../store/agents.ts";
import type { StoredConversation } from "../store/conversations.ts";
import { notify } from "../store/notifications.ts";
import type { Tx } from "../store/transact.ts";

interface Note {
  readonly text: string;
  readonly isNote: boolean;
  readonly caller: Caller;
}

export interface Mentions {
  readonly agentIds: string[];
  /** Tells those who are mentioned. */
  write(): void;
}

const NOBODY: Mentions = { agentIds: [], write: () => undefined };

/**
 * Reads the agents whom a note mentions as `@[<agentId>]`, and returns the step that tells them. Who may not see the
 * conversation is not mentioned. Costs nothing for a text without a mention.
 */
export async function prepareMentions(
  tx: Tx,
  conversation: StoredConversation,
  { text, isNote, caller, ctx }: Note & { ctx: Context },
): Promise<Mentions> {
  const named = isNote && caller.kind === "agent" ? mentionsIn(text) : [];
  if (named.length === 0) return NOBODY;
  const ids = [...new Set([...named, caller.id])];
  const found = (await tx.getAll(...ids.map((id) => agents.ref(ctx.db, id)))).flatMap(
    (snapshot) => agents.parse(snapshot) ?? [],
  );
  const author = found.find(({ id }) => id === caller.id);
  const mentioned = named.filter((id) =>
    found.some((agent) => agent.id === id && !agent.isDeleted && agentSees(agent, conversation)),
  );
  const names = new Map(found.map(({ id, name }) => [id, name]));
  const shown = text.replace(/@\[([A-Za-z0-9_-]+)\]/g, (whole, id: string) =>
    names.has(id) ? `@${names.get(id)}` : whole,
  );
  return {
    agentIds: mentioned,
    write() {
      for (const agentId of mentioned.filter((id) => id !== caller.id)) {
        const id = ctx.newId();
        if (found.some((agent) => agent.id === agentId && agent.hasPush)) {
          tx.afterCommit(() => enqueuePushLater(agentId, id, ctx));
        }
        notify(tx, ctx.db, {
          agentId,
          id,
          type: "mention",
          conversationId: conversation.id,
          text: shown.slice(0, LIMITS.MAX_LAST_MESSAGE_CHARS),
          metadata: { agentId: caller.id, agentName: author?.name ?? "" },
          at: ctx.now(),
        });
      }
    },
  };
}
