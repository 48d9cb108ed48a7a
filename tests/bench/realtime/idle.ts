import { AgentClient, VisitorChat } from "../../../chat-client/src/index.ts";
import { ADMIN } from "../../../functions/bench/admin.ts";
import type { BenchTable } from "../benchmark.ts";
import { type BenchSystem, type Usage, until } from "./system.ts";

const CHATS = 5;
const MESSAGES_EACH = 12;
/** People read and type. */
const PAUSE_MS = 2_500;
const IDLE_MS = 60_000;
const HOUR_MS = 3_600_000;
const MOVES = 10;

const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));
const ZERO: Usage = { documentReads: 0, documentWrites: 0, documentDeletes: 0 };
const row = (what: string, { documentReads, documentWrites }: Usage, by = 1) => [
  what,
  ...[documentReads, documentWrites].map((count) => Number((count * by).toFixed(1))),
];

async function openConsole(system: BenchSystem, name: string): Promise<AgentClient> {
  const { email } = await system.hire(name);
  const client = new AgentClient({ api: system.api, platform: system.platform() });
  await client.signIn(email, ADMIN.password);
  await client.setStatus("online");
  await until(() => Object.keys(client.state.get().waiting).length === 1, "the queue");
  return client;
}

const openWidget = (system: BenchSystem) => new VisitorChat({ api: system.api, platform: system.platform() });

/** A chat that the agent has taken and open. */
async function takeChat(system: BenchSystem, client: AgentClient): Promise<VisitorChat> {
  const visitor = openWidget(system);
  visitor.send("Hello?");
  await until(() => visitor.state.get().phase === "waiting", "the session");
  const id = visitor.state.get().conversationId ?? "";
  await client.claim(id);
  const view = client.conversation(id);
  await until(() => view?.state.get().isLoaded === true && visitor.state.get().agent !== null, "the agent");
  return visitor;
}

async function converse(client: AgentClient, visitor: VisitorChat): Promise<void> {
  const id = visitor.state.get().conversationId ?? "";
  const view = client.conversation(id);
  for (let n = 0; n < MESSAGES_EACH; n += 1) {
    const text = `Message ${n} of ${id}.`;
    (n % 2 === 0 ? visitor : view)?.typing();
    if (n % 2 === 0) visitor.send(text);
    else client.send(id, text);
    const has = (timeline: readonly { text: string; seq: number | null }[] = []) =>
      timeline.some((item) => item.text === text && item.seq !== null);
    await until(() => has(view?.state.get().timeline) && has(visitor.state.get().timeline), text);
    view?.seen();
    visitor.seen();
    await pause(PAUSE_MS);
  }
}

/** What the queue's coming and going is billed, with the widgets that wait in it meanwhile. */
async function moveQueue(system: BenchSystem, client: AgentClient): Promise<Usage> {
  return system.billed(async () => {
    for (let n = 0; n < MOVES; n += 1) {
      const passer = openWidget(system);
      passer.send("In a hurry");
      await until(() => passer.state.get().phase === "waiting", "the one who comes");
      await passer.end();
      await until(() => passer.state.get().phase === "closed", "the one who goes");
      await passer.destroy();
    }
    await until(() => client.state.get().connection === "online", "the console");
    await pause(PAUSE_MS);
  });
}

/** What open pages are billed while little happens, and a console with much to do. */
export async function measureOpenPages(system: BenchSystem): Promise<BenchTable> {
  const client = await openConsole(system, "ida");
  await pause(PAUSE_MS);
  const idle = await system.billed(() => pause(IDLE_MS));
  const without = await moveQueue(system, client);
  const waiting = openWidget(system);
  waiting.send("I wait.");
  await until(() => waiting.state.get().queuePosition !== null, "the place in the queue");
  await pause(PAUSE_MS);
  const still = await system.billed(() => pause(IDLE_MS));
  const with1 = await moveQueue(system, client);
  const eachMove = (with1.documentReads - without.documentReads) / (2 * MOVES);
  await waiting.end();
  await waiting.destroy();
  const chats: VisitorChat[] = [];
  for (let n = 0; n < CHATS; n += 1) chats.push(await takeChat(system, client));
  const busy = await system.billed(() => Promise.all(chats.map((visitor) => converse(client, visitor))));
  for (const visitor of chats) await visitor.destroy();
  await client.destroy();
  return {
    title: "Billed for open pages",
    columns: ["what", "reads", "writes"],
    rows: [
      row("an idle console for an hour (one minute measured)", idle, HOUR_MS / IDLE_MS),
      row(
        `a busy console: ${CHATS} chats, ${CHATS * MESSAGES_EACH} messages, with their visitors' widgets`,
        busy,
      ),
      row(
        "a widget that waits for 10 minutes in a queue that stands still, beside an idle console",
        still,
        10,
      ),
      row("the same, each time that somebody comes or goes", {
        ...ZERO,
        documentReads: Math.max(0, eachMove),
      }),
    ],
  };
}
