import type { AgentClient, AgentMessage } from "@livechat/chat-client";
import { Attachments, FileAddresses } from "@livechat/chat-client/files";
import { useStore } from "@nanostores/react";
import { useClient } from "../client/context.tsx";
import type { Mode } from "../client/drafts.ts";

const attachmentsOf = new WeakMap<AgentClient, Map<string, Attachments>>();
const addressesOf = new WeakMap<AgentClient, FileAddresses>();

/** What may be sent in a conversation, as far as its group is known here. */
function limitsIn(client: AgentClient, conversationId: string) {
  const conversation = client.conversation(conversationId)?.state.get().conversation;
  const group = client.state.get().groups.find(({ id }) => id === conversation?.groupId);
  return group?.files ?? null;
}

/** The files of an answer or a note that is being written: they stay while the agent looks at other conversations. */
function find(client: AgentClient, conversationId: string, mode: Mode): Attachments {
  const known = attachmentsOf.get(client) ?? new Map<string, Attachments>();
  attachmentsOf.set(client, known);
  const key = `${conversationId} ${mode}`;
  const made =
    known.get(key) ??
    new Attachments({
      ...client.fileDeps,
      limits: () => limitsIn(client, conversationId),
      conversation: async () => conversationId,
    });
  known.set(key, made);
  return made;
}

export interface Attaching {
  attachments: Attachments;
  hasReady: boolean;
  isBusy: boolean;
  take(): NonNullable<AgentMessage["files"]>;
}

export function useAttachments(conversationId: string, mode: Mode): Attaching {
  const attachments = find(useClient(), conversationId, mode);
  const list = useStore(attachments.list);
  return {
    attachments,
    hasReady: list.some(({ state }) => state === "ready"),
    isBusy: list.some(({ state }) => state === "uploading"),
    take: () => attachments.take(),
  };
}

/** One memory of addresses for all conversations. */
export function useFileAddresses(): FileAddresses {
  const client = useClient();
  const known = addressesOf.get(client) ?? new FileAddresses(client.api, client.fileDeps.platform.clock);
  addressesOf.set(client, known);
  return known;
}
