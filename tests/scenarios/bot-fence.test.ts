import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeoutHandler } from "@google-cloud/firestore/build/src/backoff.js";
import fc from "fast-check";
import { type Emulator, startEmulator } from "firestore-emulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AgentCaller } from "../../functions/src/auth/caller.ts";
import { addEvent } from "../../functions/src/chat/add-event.ts";
import { assignConversation } from "../../functions/src/chat/assign.ts";
import { reopenConversation } from "../../functions/src/chat/reopen.ts";
import { startSession } from "../../functions/src/chat/start-session.ts";
import { transferConversation } from "../../functions/src/chat/transfer.ts";
import { closeConversation } from "../../functions/src/conversation/close.ts";
import { addBotEvent, closeAsBot, handOffAsBot } from "../../functions/src/features/bots/act.ts";
import { requestPerson } from "../../functions/src/features/bots/request-person.ts";
import { parseConfig } from "../../functions/src/platform/config.ts";
import type { Context } from "../../functions/src/platform/context.ts";
import { ChatError } from "../../functions/src/platform/error.ts";
import { silentLog } from "../../functions/src/platform/log.ts";
import { createObjectStore } from "../../functions/src/platform/object-store.ts";
import { handOffFailed } from "../../functions/src/reassign/hand-off.ts";
import { FakeClock } from "../../functions/test/harness.ts";
import { people } from "../../functions/test/people.ts";
import { connectDirectly } from "./world/direct-connection.ts";
import { MAX_MILLIS } from "./world/expect-to-hold.ts";
import { runsOf } from "./world/property.ts";
import { Random } from "./world/random.ts";
import { NO_FAULTS, Process, Scheduler } from "./world/scheduler.ts";
import { type ConversationNow, locate, plainDocument } from "./world/shapes.ts";

const indexes = readFileSync(join(import.meta.dirname, "../../firestore.indexes.json"), "utf8");
const config = parseConfig({
  GCLOUD_PROJECT: "fence",
  FUNCTIONS_EMULATOR: "true",
  JWT_SECRET: "a-secret-for-tests-of-at-least-32-characters",
});
const signedIn = { kind: "agent", sessionId: "s", isFromRelease010: false, verifiedAt: new Date(0) } as const;
const ada: AgentCaller = { ...signedIn, id: "ada", role: "admin" };
const robbie: AgentCaller = {
  ...signedIn,
  id: "robbie",
  role: "agent",
  apiKey: { id: "k", scopes: ["bot"] },
};
const EXPECTED_CODES = new Set<unknown>([5, 6, 9, 10]);

/** The conversation that everybody meets at. */
interface Place {
  readonly id: string;
  readonly threadId: string;
  readonly visitorId: string;
}
type Act = (place: Place, n: number, ctx: Context) => Promise<unknown>;

const visitor = ({ visitorId: id }: Place) =>
  ({ kind: "visitor", id, visitorIds: [id], verifiedAt: new Date(0) }) as const;
const asBot = ({ id: conversationId }: Place) => ({ conversationId, caller: robbie });

const BOT_SAYS: Act = (place, n, ctx) =>
  addBotEvent(asBot(place), { threadId: place.threadId, text: `Answer ${n}` }, ctx);

/** What happens at once. The bot answers what it was told, in the thread of before, three times as often as all else. */
const ACTS: readonly Act[] = [
  BOT_SAYS,
  BOT_SAYS,
  BOT_SAYS,
  ({ id }, _n, ctx) =>
    assignConversation(id, { input: { agentId: "olivia", force: true }, caller: ada }, ctx),
  ({ id }, _n, ctx) =>
    assignConversation(id, { input: { agentId: "robbie", force: true }, caller: ada }, ctx),
  ({ id }, _n, ctx) => transferConversation(id, { input: { groupId: "support" }, caller: ada }, ctx),
  ({ id }, _n, ctx) => transferConversation(id, { input: { agentId: "olivia" }, caller: ada }, ctx),
  ({ id }, _n, ctx) => closeConversation(id, ada, ctx),
  ({ id }, _n, ctx) => reopenConversation(id, ada, ctx),
  (place, _n, ctx) => closeAsBot(asBot(place), place.threadId, ctx),
  (place, _n, ctx) => handOffAsBot(asBot(place), { threadId: place.threadId, reason: "Refund" }, ctx),
  (place, _n, ctx) => requestPerson(place.id, visitor(place), ctx),
  ({ id: conversationId, threadId }, _n, ctx) => handOffFailed({ conversationId, threadId }, ctx),
  (place, n, ctx) =>
    addEvent(`${place.id}-1`, { input: { text: `Visitor ${n}` }, caller: visitor(place) }, ctx),
];

let emulator: Emulator;
const clock = new FakeClock();
let [said, lost] = [0, 0];
beforeAll(async () => {
  setTimeoutHandler((work: () => void) => setImmediate(work) as unknown as NodeJS.Timeout);
  emulator = await startEmulator({ indexes, clock: () => clock.now().getTime() });
});
afterAll(async () => {
  setTimeoutHandler(setTimeout);
  await emulator.stop();
});

/** One conversation that a bot has, and acts whose requests interleave as the seed says. */
async function run(projectId: string, kinds: readonly number[], seed: number): Promise<string[]> {
  const random = new Random(seed);
  const scheduler = new Scheduler(emulator, projectId, random, NO_FAULTS);
  let ids = 0;
  const contextOf = (db: Context["db"]): Context => ({
    config,
    db,
    tasks: { enqueue: async () => undefined },
    objects: createObjectStore(config),
    log: silentLog,
    now: clock.now,
    newId: () => `x${String(++ids).padStart(4, "0")}`,
    newSecret: () => `s${++ids}`,
    lookup: async () => [],
    mintCustomToken: async () => "token",
  });
  const own = contextOf(connectDirectly(emulator, projectId, (_method, _request, go) => go()));
  const made = people({ ctx: own, clock });
  await made.group("Sales", { id: "sales", isDefault: true });
  await made.group("Support", { id: "support" });
  const bot = { replyDeadlineSeconds: 60, fallbackGroupId: null, isAi: false, greeting: null };
  await made.agent("Robbie", { id: "robbie", kind: "bot", groupIds: ["sales"], bot });
  await made.agent("Olivia", { id: "olivia", groupIds: ["sales", "support"] });
  const { session } = await startSession({ message: "Hello" }, own);
  const id = session.conversationId as string;
  await assignConversation(id, { input: { agentId: "robbie", force: true }, caller: ada }, own);
  const threadId = (await own.db.doc(`conversations/${id}`).get()).get("activeThreadId") as string;
  const place = { id, threadId, visitorId: session.visitorId };

  const problems: string[] = [];
  let now: ConversationNow | undefined;
  const { store } = emulator.context.databases.get({ projectId, databaseId: "(default)" });
  store.onCommit(({ changes }) => {
    const before = now;
    for (const { name, after } of changes) {
      if (after && locate(name)?.collection === "conversations")
        now = plainDocument(after) as unknown as ConversationNow;
    }
    for (const { name, after } of changes) {
      const event = after && name.includes("/events/") ? plainDocument(after) : null;
      if (event?.authorType !== "bot" || event.visibility !== "all") continue;
      said += 1;
      // Before this commit the bot owned the active thread, and it is this one.
      const had = before ?? { assignedAgentId: "robbie", activeThreadId: threadId, status: "active" };
      const isOwn = had.assignedAgentId === "robbie" && had.status === "active";
      if (!isOwn || event.threadId !== had.activeThreadId)
        problems.push(`${event.text} in ${event.threadId}`);
    }
  });
  const started = kinds.map((kind, n) => {
    const process = new Process(`${n}.${kind}`, null);
    const db = connectDirectly(emulator, projectId, scheduler.gateOf(process));
    const act = ACTS[kind % ACTS.length] as Act;
    const work = act(place, n, contextOf(db)).catch((error: unknown) => {
      if (error instanceof ChatError && error.type === "not_owner") lost += 1;
      const isExpected =
        error instanceof ChatError ||
        (error instanceof Error && "code" in error && EXPECTED_CODES.has(error.code));
      if (!isExpected) problems.push(String(error));
    });
    return { process, work };
  });
  await scheduler.runAll(started);
  emulator.clear(projectId);
  return problems;
}

describe("a bot that loses its thread", () => {
  it(
    "says nothing more, in any interleaving with take-over, transfer, close and hand-off",
    async () => {
      let worlds = 0;
      const kinds = fc.array(fc.nat(ACTS.length - 1), { minLength: 3, maxLength: 7 });
      const property = fc.asyncProperty(kinds, fc.noShrink(fc.nat()), async (chosen, seed) => {
        expect(await run(`fence-${++worlds}`, [0, ...chosen], seed)).toEqual([]);
      });
      await fc.assert(property, { numRuns: runsOf(200) });
      // Otherwise nothing was proven: the bot spoke, and it was refused.
      expect(said).toBeGreaterThan(worlds / 10);
      expect(lost).toBeGreaterThan(worlds / 10);
      console.log(`${worlds} interleavings: the bot said ${said} things and was refused ${lost} times`);
    },
    MAX_MILLIS,
  );
});
