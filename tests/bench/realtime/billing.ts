import { AgentClient } from "../../../chat-client/src/agent/agent-client.ts";
import type { ConversationView } from "../../../chat-client/src/conversation/conversation-view.ts";
import { VisitorChat } from "../../../chat-client/src/visitor/visitor-chat.ts";
import { ADMIN } from "../../../functions/bench/admin.ts";
import type { BenchTable } from "../benchmark.ts";
import { type BenchSystem, type Usage, until } from "./system.ts";

const MESSAGES = 20;
/** People read and type: this long passes between two messages, so that marks are written as they would be. */
const PAUSE_MS = 2_500;
/** Longer than a mark of what was seen may wait. */
const LAST_MARKS_MS = 2_500;

interface Chat {
  client: AgentClient;
  visitor: VisitorChat;
  view: ConversationView;
}

const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));
const messagesOf = ({ visitor }: Chat) =>
  visitor.state.get().timeline.filter(({ type, seq }) => type === "message" && seq);

/** Sends one message from one side and waits until the other side has it. */
async function say({ client, visitor, view }: Chat, n: number, withMarks: boolean): Promise<void> {
  const text = `Message ${n} of an ordinary conversation.`;
  const isVisitors = n % 2 === 0;
  if (withMarks) (isVisitors ? visitor : view).typing();
  if (isVisitors) visitor.send(text);
  else client.send(view.conversationId, text);
  const has = (timeline: readonly { text: string; seq: number | null }[]) =>
    timeline.some((item) => item.text === text && item.seq !== null);
  await until(() => has(view.state.get().timeline) && has(visitor.state.get().timeline), text);
  if (!withMarks) return;
  view.seen();
  visitor.seen();
}

async function openChat(
  system: BenchSystem,
  name: string,
): Promise<{ client: AgentClient; visitor: VisitorChat }> {
  const { email } = await system.hire(name);
  const client = new AgentClient({ api: system.api, platform: system.platform() });
  await client.signIn(email, ADMIN.password);
  await client.setStatus("online");
  await until(() => Object.keys(client.state.get().waiting).length === 1, "the queue");
  return { client, visitor: new VisitorChat({ api: system.api, platform: system.platform() }) };
}

async function begin({ client, visitor }: Pick<Chat, "client" | "visitor">): Promise<void> {
  visitor.send("Hello?");
  await until(
    () => visitor.state.get().phase === "waiting" && visitor.state.get().timeline.length > 0,
    "the session",
  );
  await until(
    () => Object.values(client.state.get().waiting).flat().length === 1,
    "the visitor in the queue",
  );
}

async function assign({ client, visitor }: Pick<Chat, "client" | "visitor">): Promise<ConversationView> {
  const id = visitor.state.get().conversationId ?? "";
  await client.claim(id);
  const view = client.conversation(id);
  if (!view) throw new Error("The client has no view.");
  await until(() => view.state.get().isLoaded && visitor.state.get().agent !== null, "the agent");
  return view;
}

async function sayAll(chat: Chat, withMarks: boolean): Promise<void> {
  const from = messagesOf(chat).length + 1;
  for (let n = from; n < from + MESSAGES; n += 1) {
    await say(chat, n, withMarks);
    if (withMarks) await pause(PAUSE_MS);
  }
  if (withMarks) await pause(LAST_MARKS_MS);
}

async function close({ client, visitor, view }: Chat): Promise<void> {
  await client.closeConversation(view.conversationId);
  await until(
    () => visitor.state.get().phase === "closed" && client.state.get().mine.length === 0,
    "the end",
  );
}

const row = (what: string, { documentReads, documentWrites, documentDeletes }: Usage, by = 1) => [
  what,
  ...[documentReads, documentWrites, documentDeletes].map((count) => Number((count / by).toFixed(2))),
];

function sum(parts: readonly Usage[]): Usage {
  return {
    documentReads: parts.reduce((all, part) => all + part.documentReads, 0),
    documentWrites: parts.reduce((all, part) => all + part.documentWrites, 0),
    documentDeletes: parts.reduce((all, part) => all + part.documentDeletes, 0),
  };
}

/** What a conversation is billed, with the widget's and the console's real client on either side. */
export async function measureBilling(system: BenchSystem): Promise<BenchTable> {
  const { client, visitor } = await openChat(system, "anna");
  const start = await system.billed(() => begin({ client, visitor }));
  let view: ConversationView | null = null;
  const assigned = await system.billed(async () => {
    view = await assign({ client, visitor });
  });
  if (!view) throw new Error("The conversation was not assigned.");
  const chat: Chat = { client, visitor, view };
  const bare = await system.billed(() => sayAll(chat, false));
  const messages = await system.billed(() => sayAll(chat, true));
  const end = await system.billed(() => close(chat));
  await visitor.destroy();
  await client.destroy();
  return {
    title: `Billed for one conversation of ${MESSAGES} messages with both sides listening`,
    columns: ["what", "reads", "writes", "deletes"],
    rows: [
      row("session started and listened to, with the first message", start),
      row("assigned (claimed by an agent in the console)", assigned),
      row("one message, both sides listening", bare, MESSAGES),
      row("one message, with typing and seen of both sides", messages, MESSAGES),
      row(`${MESSAGES} messages, with typing and seen`, messages),
      row("closed", end),
      row("the whole conversation", sum([start, assigned, messages, end])),
    ],
  };
}
