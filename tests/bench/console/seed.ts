import { createHash } from "node:crypto";
import { type DocumentData, Firestore, Timestamp } from "@google-cloud/firestore";
import { endpoints } from "@livechat/contract";
import { ApiClient } from "../../../local/api-client.ts";
import { PASSWORD, PROJECT_ID } from "../../../local/demo/demo.ts";
import type { Addresses } from "../../../local/system.ts";

/** What the console is measured with. */
export const LOAD = { CHATS: 500, LONG_CHAT_MESSAGES: 300, CANNED_RESPONSES: 2_000 } as const;
const BATCH = 400;
const ADMIN = { email: "admin@livechat.test", password: PASSWORD };
/**
 * An id as the API makes them: the SDK keeps documents in the order of their ids, and compares what they have in common
 * letter by letter.
 */
const idOf = (name: string) => createHash("sha256").update(name).digest("base64url").slice(0, 20);

const AGENT = { name: "Bea Bench", email: "bea.bench@livechat.test", password: PASSWORD };

export interface Seeded {
  email: string;
  /** The agent's conversations; the first is the long one. */
  conversationIds: string[];
  threadIds: string[];
}

/** Stored documents, past the API: what is measured is the console. */
export class Store {
  readonly db: Firestore;

  constructor(private readonly addresses: Addresses) {
    const { firestore } = addresses;
    const customHeaders = { Authorization: "Bearer owner" };
    this.db = new Firestore({ projectId: PROJECT_ID, host: firestore, ssl: false, customHeaders });
  }

  async writeAll(documents: readonly { path: string; data: DocumentData }[]): Promise<void> {
    for (let at = 0; at < documents.length; at += BATCH) {
      const batch = this.db.batch();
      for (const { path, data } of documents.slice(at, at + BATCH)) batch.set(this.db.doc(path), data);
      await batch.commit();
    }
  }

  /** The visitor writes: what a message's transaction changes that a console listens to. */
  async say(seeded: Seeded, at: number, { text, seq }: { text: string; seq: number }): Promise<void> {
    const [id = "", threadId = ""] = [seeded.conversationIds[at], seeded.threadIds[at]];
    const now = Timestamp.now();
    const conversation = this.db.doc(`conversations/${id}`);
    const visitorId = `bench-visitor-${at}`;
    const event = {
      ...eventOf({ id: idOf(`event-${id}-${seq}`), conversationId: id, threadId, visitorId }),
      text,
      seq,
    };
    const batch = this.db.batch();
    batch.set(this.db.doc(`threads/${threadId}/events/${event.id}`), { ...event, createdAt: now });
    const lastMessage = { text, authorType: "visitor", createdAt: now.toDate().toISOString() };
    batch.update(conversation, {
      lastSeq: seq,
      updatedAt: now,
      lastMessage: { ...lastMessage, createdAt: now },
    });
    await batch.commit();
  }

  /** What would have been billed until now, for whoever has read it. */
  async documentsRead(): Promise<number> {
    const address = `http://${this.addresses.firestore}/emulator/v1/projects/${PROJECT_ID}:usage`;
    const { documentReads } = (await (await fetch(address)).json()) as { documentReads: number };
    return documentReads;
  }

  close(): Promise<void> {
    return this.db.terminate();
  }
}

const eventOf = (ids: { id: string; conversationId: string; threadId: string; visitorId: string }) => ({
  ...ids,
  type: "message",
  authorType: "visitor",
  authorId: ids.visitorId,
  systemType: null,
  visibility: "all",
  metadata: {},
});

async function makeOne(api: ApiClient, token: string): Promise<{ id: string; visitorId: string }> {
  const body = { ...AGENT, maxConcurrentChats: 100 };
  const agent = (await api.call(endpoints.createAgent, { token, body })).body;
  const group = (await api.call(endpoints.createGroup, { token, body: { name: "Bench" } })).body;
  await api.call(endpoints.addGroupAgents, {
    token,
    params: { id: group.id },
    body: { agentIds: [agent.id] },
  });
  const session = (
    await api.call(endpoints.startSession, {
      body: { visitor: { name: "Vera" }, message: "Hello", groupId: group.id },
    })
  ).body;
  const params = { id: session.conversationId ?? "" };
  const forced = { agentId: agent.id, force: true };
  await api.call(endpoints.assignConversation, { token, params, body: forced });
  const canned = { shortcut: "s0", title: "Response 0", text: "Text 0", groupIds: null };
  await api.call(endpoints.createCannedResponse, { token, body: canned });
  return { id: params.id, visitorId: session.visitorId };
}

/** One chat and one canned response are made by the API; the others are copies of what it stored. */
export async function seed(addresses: Addresses, store: Store): Promise<Seeded> {
  const api = new ApiClient(addresses.api);
  const { token } = (await api.call(endpoints.login, { body: ADMIN })).body;
  const made = await makeOne(api, token);
  const read = async (path: string) => (await store.db.doc(path).get()).data() ?? {};
  const conversation = await read(`conversations/${made.id}`);
  const visitor = await read(`visitors/${made.visitorId}`);
  const thread = await read(`threads/${conversation.activeThreadId}`);
  const [canned] = (await store.db.collection("cannedResponses").where("shortcut", "==", "s0").get()).docs;
  const numbers = Array.from({ length: LOAD.CHATS }, (_, n) => n);
  const chatOf = (n: number) => idOf(`chat-${n}`);
  const threadOf = (n: number) => `${chatOf(n)}-${conversation.threadCount}`;
  const chats = numbers.flatMap((n) => {
    const ids = { id: chatOf(n), visitorId: `bench-visitor-${n}`, activeThreadId: threadOf(n) };
    const lastSeq = n === 0 ? LOAD.LONG_CHAT_MESSAGES : 1;
    const updatedAt = Timestamp.fromMillis(Date.now() - n * 1000);
    const { activeThreadId: id, ...named } = ids;
    return [
      { path: `conversations/${ids.id}`, data: { ...conversation, ...ids, lastSeq, updatedAt } },
      { path: `visitors/${ids.visitorId}`, data: { ...visitor, id: ids.visitorId, name: `Visitor ${n}` } },
      { path: `threads/${id}`, data: { ...thread, id, conversationId: named.id, visitorId: ids.visitorId } },
    ];
  });
  const messages = Array.from({ length: LOAD.LONG_CHAT_MESSAGES }, (_, n) => {
    const ids = {
      id: idOf(`message-${n}`),
      conversationId: chatOf(0),
      threadId: threadOf(0),
      visitorId: "bench-visitor-0",
    };
    const createdAt = Timestamp.fromMillis(Date.now() - (LOAD.LONG_CHAT_MESSAGES - n) * 60_000);
    const data = { ...eventOf(ids), text: `Message ${n} of a long chat`, seq: n + 1, createdAt };
    return { path: `threads/${threadOf(0)}/events/${ids.id}`, data };
  });
  const responses = Array.from({ length: LOAD.CANNED_RESPONSES - 1 }, (_, at) => {
    const n = at + 1;
    const named = {
      id: `bench-canned-${n}`,
      shortcut: `s${n}`,
      shortcutKey: `s${n}`,
      title: `Response ${n}`,
    };
    return { path: `cannedResponses/${named.id}`, data: { ...canned?.data(), ...named, text: `Text ${n}` } };
  });
  await store.writeAll([...chats, ...messages, ...responses]);
  return { email: AGENT.email, conversationIds: numbers.map(chatOf), threadIds: numbers.map(threadOf) };
}
