import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeoutHandler } from "@google-cloud/firestore/build/src/backoff.js";
import { type Emulator, startEmulator } from "firestore-emulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AgentCaller } from "../../functions/src/auth/caller.ts";
import { addEvent } from "../../functions/src/chat/add-event.ts";
import { reopenConversation } from "../../functions/src/chat/reopen.ts";
import { startSession } from "../../functions/src/chat/start-session.ts";
import { transferConversation } from "../../functions/src/chat/transfer.ts";
import { closeConversation } from "../../functions/src/conversation/close.ts";
import { whatHappened } from "../../functions/src/conversation/what-happened.ts";
import { givePositions } from "../../functions/src/features/feed/give-positions.ts";
import { lookAtDueDeliveries } from "../../functions/src/features/webhooks/look-at-due-deliveries.ts";
import { parseConfig } from "../../functions/src/platform/config.ts";
import type { Context } from "../../functions/src/platform/context.ts";
import { ChatError } from "../../functions/src/platform/error.ts";
import { silentLog } from "../../functions/src/platform/log.ts";
import { createObjectStore } from "../../functions/src/platform/object-store.ts";
import type { Task } from "../../functions/src/platform/task-queue.ts";
import type { StoredConversation } from "../../functions/src/store/conversations.ts";
import { webhooks } from "../../functions/src/store/webhooks.ts";
import { deliver } from "../../functions/test/deliver.ts";
import { FakeClock } from "../../functions/test/harness.ts";
import { people } from "../../functions/test/people.ts";
import { type Received, startReceiver } from "../../functions/test/webhooks/receiver.ts";
import { connectDirectly } from "./world/direct-connection.ts";
import { Random } from "./world/random.ts";
import { locate, plainDocument } from "./world/shapes.ts";

const CHANGES = 1_000;
const AT_ONCE = 5;
const SEED = Number(process.env.LIVECHAT_PROPERTY_SEED ?? 20_261);
/** Of 1,000 processes: so many die at one of their requests to the database, before or after it was done. */
const DYING_PERMILLE = 300;
const MAX_REQUESTS = 10;
const indexes = readFileSync(join(import.meta.dirname, "../../firestore.indexes.json"), "utf8");
const config = parseConfig({
  GCLOUD_PROJECT: "killed",
  FUNCTIONS_EMULATOR: "true",
  JWT_SECRET: "a-secret-for-tests-of-at-least-32-characters",
  WEBHOOK_PRIVATE_HOSTS: "127.0.0.1",
});
const signedIn = { kind: "agent", sessionId: "s", isFromRelease010: false, verifiedAt: new Date(0) } as const;
const ada: AgentCaller = { ...signedIn, id: "ada", role: "admin" };
const never = new Promise<never>(() => undefined);

/** What a commit made happen, as the documents say. */
interface Expected {
  readonly type: string;
  readonly id: string;
  readonly seq: number;
  readonly says: unknown;
}
const keyOf = ({ type, id, seq }: Omit<Expected, "says">) => `${type} ${id} ${seq}`;

let emulator: Emulator;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
const clock = new FakeClock();
beforeAll(async () => {
  setTimeoutHandler((work: () => void) => setImmediate(work) as unknown as NodeJS.Timeout);
  emulator = await startEmulator({ indexes, clock: () => clock.now().getTime() });
  receiver = await startReceiver();
});
afterAll(async () => {
  setTimeoutHandler(setTimeout);
  await receiver.stop();
  await emulator.stop();
});

/** Processes that die at any moment, a queue whose tasks wait, and what their commits made happen. */
class Company {
  readonly projectId = "killed";
  readonly tasks: Task[] = [];
  readonly expected = new Map<string, Expected>();
  died = 0;
  private ids = 0;
  private readonly random = new Random(SEED);
  private readonly known = new Map<string, StoredConversation>();

  constructor() {
    const { store } = emulator.context.databases.get({ projectId: this.projectId, databaseId: "(default)" });
    store.onCommit(({ changes }) => {
      for (const { name, after } of changes) if (after) this.follow(name, plainDocument(after));
    });
  }

  private follow(name: string, after: Record<string, unknown>): void {
    if (name.includes("/events/") && after.authorType !== "system") {
      this.expect({
        type: "message.created",
        id: String(after.id),
        seq: Number(after.seq),
        says: after.text,
      });
    }
    const place = locate(name);
    if (place?.collection !== "conversations") return;
    const now = after as unknown as StoredConversation;
    const before = this.known.get(place.id) ?? null;
    this.known.set(place.id, now);
    const { beginnings, results } = whatHappened({ before, after: now, isTransfer: false });
    for (const type of [...beginnings, ...results]) {
      this.expect({ type, id: place.id, seq: now.lastSeq, says: now.status });
    }
  }

  private expect(one: Expected): void {
    this.expected.set(keyOf(one), one);
  }

  /** A process with a client of its own. It never goes on from the request at which it dies. */
  private context(diesAt: number | null): { ctx: Context; death: Promise<"dead"> } {
    let [requests, isDead] = [0, false];
    let die = (): void => undefined;
    const death = new Promise<"dead">((resolve) => {
      die = () => {
        isDead = true;
        this.died += 1;
        resolve("dead");
      };
    });
    let transaction: Uint8Array | undefined;
    const end = () => {
      die();
      const { transactions } = emulator.context.databases.get({
        projectId: this.projectId,
        databaseId: "(default)",
      });
      if (transaction && transaction.length > 0) {
        try {
          transactions.rollback(transaction);
        } catch (error) {
          if (!(error instanceof Error)) throw error;
        }
      }
      return never;
    };
    const db = connectDirectly(emulator, this.projectId, async (method, _request, run) => {
      if (isDead) return never;
      if (method === "rollback") return run();
      const at = requests++;
      if (diesAt !== null && at * 2 === diesAt) return end();
      const result = await run();
      const [first] = Array.isArray(result) ? result : [result];
      const begun: unknown = first?.transaction;
      if (begun instanceof Uint8Array && begun.length > 0) transaction = begun;
      else if (method === "commit") transaction = undefined;
      return diesAt !== null && at * 2 + 1 === diesAt ? end() : result;
    });
    const enqueue = async (task: Task) => (isDead ? never : void this.tasks.push(task));
    const ctx: Context = {
      config,
      db,
      tasks: { enqueue },
      objects: createObjectStore(config),
      log: silentLog,
      now: clock.now,
      newId: () => `x${String(++this.ids).padStart(6, "0")}`,
      newSecret: () => `s${++this.ids}`,
      lookup: async () => [],
      mintCustomToken: async () => "token",
    };
    return { ctx, death };
  }

  /** Does something in a process that may die of it, or fail as the API fails. */
  async run(
    work: (ctx: Context) => Promise<unknown>,
    dying = DYING_PERMILLE,
  ): Promise<"done" | "failed" | "dead"> {
    const { ctx, death } = this.context(
      this.random.chance(dying) ? this.random.below(MAX_REQUESTS * 2) : null,
    );
    const done = work(ctx).then(
      () => "done" as const,
      (error: unknown) => {
        if (error instanceof ChatError || (error instanceof Error && "code" in error))
          return "failed" as const;
        throw error;
      },
    );
    return Promise.race([done, death]);
  }

  async populate(): Promise<void> {
    const { ctx } = this.context(null);
    const made = people({ ctx, clock });
    await made.group("Sales", { id: "sales", isDefault: true });
    await made.group("Support", { id: "support" });
    await made.agent("Ada", { id: "ada", role: "admin", status: "offline" });
    const at = clock.now();
    await webhooks.ref(ctx.db, "hook").set({
      ...{ id: "hook", url: receiver.url, description: "", eventTypes: ["*"] },
      ...{ filter: { groupIds: [], authorTypes: [], includeNotes: true }, state: "active" },
      ...{ disabledReason: null, firstFailureAt: null, lastSuccessAt: null, createdAt: at, updatedAt: at },
      secrets: [{ secret: "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", until: null }],
    });
  }

  private anyChange(n: number): (ctx: Context) => Promise<unknown> {
    const all = [...this.known.values()];
    const one = all.length > 0 ? this.random.pick(all) : undefined;
    if (!one || this.random.chance(250)) return (ctx) => startSession({ message: `Hello ${n}` }, ctx);
    const visitor = {
      kind: "visitor",
      id: one.visitorId,
      visitorIds: [one.visitorId],
      verifiedAt: new Date(0),
    } as const;
    const input = { text: `Message ${n}` };
    const note = { ...input, visibility: "agents" as const };
    return this.random.pick([
      (ctx: Context) => addEvent(`${one.id}-1`, { input, caller: visitor }, ctx),
      (ctx: Context) => addEvent(`${one.id}-1`, { input, caller: visitor }, ctx),
      (ctx: Context) => addEvent(`${one.id}-1`, { input: note, caller: ada }, ctx),
      (ctx: Context) => closeConversation(one.id, ada, ctx),
      (ctx: Context) => reopenConversation(one.id, ada, ctx),
      (ctx: Context) => transferConversation(one.id, { input: { groupId: "support" }, caller: ada }, ctx),
    ]);
  }

  /** One delivery by the queue: what fails or dies is delivered again. */
  private async deliverOne(dying: number): Promise<void> {
    const [task] = this.tasks.splice(this.random.below(this.tasks.length), 1);
    if (!task) return;
    const isEarly = task.notBefore !== undefined && task.notBefore > clock.now();
    const became = isEarly ? "failed" : await this.run((ctx) => deliver(task, ctx), dying);
    if (became !== "done") this.tasks.push(task);
  }

  async live(): Promise<void> {
    for (let n = 0; n < CHANGES; n += AT_ONCE) {
      const changes = Array.from({ length: AT_ONCE }, (_, i) => this.run(this.anyChange(n + i)));
      const deliveries = Array.from({ length: AT_ONCE }, () => this.deliverOne(DYING_PERMILLE));
      await Promise.all([...changes, ...deliveries]);
      clock.advance(1);
    }
  }

  /** Nothing dies any more, and nothing that was lost with a process is told again but by the sweep. */
  async recover(): Promise<void> {
    this.tasks.length = 0;
    for (let minutes = 0; minutes < 20; minutes++) {
      clock.advance(60);
      await this.run((ctx) => givePositions(ctx), 0);
      await this.run((ctx) => lookAtDueDeliveries(ctx), 0);
      const due = this.tasks.splice(0);
      for (const task of due) await this.run((ctx) => deliver(task, ctx), 0);
    }
  }
}

/** What is missing, or was told in another form. */
function wrong(expected: Company["expected"], received: readonly Received[]): string[] {
  const told = new Map<string, unknown>();
  for (const { told: item } of received) {
    const { object, conversationId, seq } = item.data;
    const isMessage = item.type === "message.created";
    const id = String(isMessage ? object.id : conversationId);
    const says = isMessage ? object.text : object.status;
    told.set(keyOf({ type: item.type, id, seq: seq ?? 0 }), says);
  }
  return [...expected].flatMap(([key, { says }]) => (told.get(key) === says ? [] : [`${key}: ${says}`]));
}

describe("a webhook", () => {
  it(`is told at least once of each of ${CHANGES} changes, as it was at its commit, wherever processes die`, async () => {
    const company = new Company();
    await company.populate();
    await company.live();
    const lost = wrong(company.expected, receiver.received).length;
    await company.recover();
    expect(company.expected.size).toBeGreaterThan(CHANGES / 2);
    // Otherwise this would prove nothing: processes died, and with them tasks that somebody waited for.
    expect(company.died).toBeGreaterThan(CHANGES / 10);
    expect(lost).toBeGreaterThan(0);
    expect(wrong(company.expected, receiver.received)).toEqual([]);
    const { expected, died } = company;
    console.log(
      `${expected.size} occurrences, ${died} processes died, ${receiver.received.length} deliveries`,
    );
  }, 300_000);
});
