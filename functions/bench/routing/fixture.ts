import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RoutingStrategy } from "@livechat/contract";
import { Firestore } from "firebase-admin/firestore";
import { type Emulator, startEmulator } from "firestore-emulator";
import type { StoredDocument } from "../../../firestore-emulator/src/model/document.ts";
import { Timestamp } from "../../../firestore-emulator/src/model/timestamp.ts";
import { startSession } from "../../src/chat/start-session.ts";
import { parseConfig } from "../../src/platform/config.ts";
import type { Context } from "../../src/platform/context.ts";
import { silentLog } from "../../src/platform/log.ts";
import { createObjectStore } from "../../src/platform/object-store.ts";
import type { Task } from "../../src/platform/task-queue.ts";
import { assignmentTask, runAssignmentTask } from "../../src/routing/run-task.ts";
import { agents, type StoredAgent } from "../../src/store/agents.ts";
import { conversations, type StoredConversation } from "../../src/store/conversations.ts";
import { groups } from "../../src/store/groups.ts";
import { people } from "../../test/people.ts";

const indexes = readFileSync(join(import.meta.dirname, "../../../firestore.indexes.json"), "utf8");
const SESSIONS_AT_ONCE = 20;

type Stored = StoredDocument | undefined;

export interface FixtureOptions {
  readonly agents: number;
  readonly slots: number;
  readonly strategy?: RoutingStrategy;
  readonly status?: "online" | "offline";
}

/** Runs work for each item, so many at a time. */
export async function eachAtOnce<T>(
  items: T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const workers = Array.from({ length: atOnce }, async () => {
    for (let item = items.shift(); item !== undefined; item = items.shift()) await work(item);
  });
  await Promise.all(workers);
}

let projects = 0;

/** When a conversation that a commit made active had begun to wait. */
function waitThatEnded(before: Stored, after: Stored): number[] {
  if (before?.fields.get("status") !== "pending" || after?.fields.get("status") !== "active") return [];
  const queue = before.fields.get("queue");
  const queuedAt = queue instanceof Map ? queue.get("queuedAt") : undefined;
  return queuedAt instanceof Timestamp ? [queuedAt.toMicros()] : [];
}

/**
 * One group with its agents in an embedded Firestore, and a dispatcher that calls the task's own code as the queue
 * would: at most so many at once. Requests go over gRPC on a local socket; the client's back-off is the real one.
 */
export class Fixture {
  readonly tasks: Task[] = [];
  attempts = 0;
  groupId = "";
  readonly agentIds: string[] = [];
  /** Since when those assigned had waited (microseconds), in the order of the commits that assigned them. */
  readonly assignedInOrder: number[] = [];
  private ids = 0;
  private readonly takenNames = new Set<string>();
  private readonly db: Firestore;
  /** The dispatcher's: one, as an instance has one, which remembers for a minute who listens to what happens. */
  private readonly counted: Firestore;

  private constructor(
    readonly emulator: Emulator,
    readonly projectId: string,
  ) {
    // Nothing here runs at Google: the client need not ask whether it does.
    process.env.METADATA_SERVER_DETECTION = "none";
    process.env.FIRESTORE_EMULATOR_HOST = `${emulator.host}:${emulator.port}`;
    this.db = new Firestore({ projectId });
    this.counted = this.counting();
    const { store } = emulator.context.databases.get({ projectId, databaseId: "(default)" });
    store.onCommit(({ changes }) => {
      const ended = changes.flatMap(({ before, after }) => waitThatEnded(before, after));
      this.assignedInOrder.push(...ended.toSorted((a, b) => a - b));
    });
  }

  static async open(options: FixtureOptions): Promise<Fixture> {
    const fixture = new Fixture(await startEmulator({ indexes }), `bench-${++projects}`);
    await fixture.populate(options);
    return fixture;
  }

  /** @param db counts attempts when it is the dispatcher's. */
  context(db: Firestore = this.db): Context {
    const config = parseConfig({
      GCLOUD_PROJECT: this.projectId,
      FUNCTIONS_EMULATOR: "true",
      JWT_SECRET: "a-secret-for-benchmarks-of-32-characters",
    });
    return {
      config,
      db,
      tasks: { enqueue: async (task) => this.enqueue(task) },
      objects: createObjectStore(config),
      log: silentLog,
      now: () => new Date(),
      newId: () => `x${String(++this.ids).padStart(7, "0")}`,
      newSecret: () => `s${++this.ids}`,
      lookup: async () => [],
      mintCustomToken: async () => "token",
    };
  }

  private async populate({
    agents: count,
    slots,
    strategy = "round_robin",
    status = "online",
  }: FixtureOptions) {
    const ctx = this.context();
    const made = people({ ctx, clock: { now: () => new Date() } as never });
    this.groupId = await made.group("Sales", { isDefault: true, routingStrategy: strategy });
    const names = Array.from({ length: count }, (_, i) => `a${String(i).padStart(4, "0")}`);
    await eachAtOnce([...names], SESSIONS_AT_ONCE, async (id) => {
      await made.agent(id, { id, maxConcurrentChats: slots, status, groupIds: [] });
    });
    for (const id of names) this.agentIds.push(id);
    await this.join(names);
  }

  /** All at once, as an import would: through the API each agent would cost a transaction. */
  private async join(ids: readonly string[]): Promise<void> {
    const { withDerived } = await import("../../src/agent/with-derived.ts");
    const writer = this.db.bulkWriter();
    for (const agent of await agents.find(agents.all(this.db))) {
      const joined = withDerived({ ...agent, groupIds: [this.groupId] });
      const { groupIds, routingPools, freeSlots } = joined;
      void writer.update(agents.ref(this.db, agent.id), { groupIds, routingPools, freeSlots });
    }
    void writer.update(groups.ref(this.db, this.groupId), { agentIds: ids });
    await writer.close();
  }

  /** Visitors who start their conversations, twenty at a time. */
  async arrive(count: number): Promise<void> {
    const visitors = Array.from({ length: count }, (_, i) => i);
    await eachAtOnce(visitors, SESSIONS_AT_ONCE, async () => {
      await startSession({ message: "Hello, I have a question." }, this.context());
    });
  }

  /** A client that counts how often transactions are tried. */
  private counting(): Firestore {
    const count = () => {
      this.attempts += 1;
    };
    return new Proxy(this.db, {
      get(db, name) {
        const value = Reflect.get(db, name, db) as unknown;
        if (name !== "runTransaction") return typeof value === "function" ? value.bind(db) : value;
        return (work: (tx: never) => Promise<unknown>, options: never) =>
          db.runTransaction((tx) => {
            count();
            return work(tx as never);
          }, options);
      },
    });
  }

  /** Dispatches tasks, at most so many at once, until none is left and nothing more can come. */
  async dispatch(atOnce: number, isOver: () => boolean = () => true): Promise<void> {
    const ctx = this.context(this.counted);
    const worker = async () => {
      for (;;) {
        const task = this.takeDue();
        if (task) await this.run(task, ctx);
        else if (this.tasks.length === 0 && isOver()) return;
        else await new Promise(setImmediate);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  }

  /** As the queue does it: a name is taken once. Deadlines are not due within a benchmark. */
  private enqueue(task: Task): void {
    if (task.queue !== "assignConversation" || this.takenNames.has(task.name ?? "")) return;
    if (task.name !== undefined) this.takenNames.add(task.name);
    this.tasks.push(task);
  }

  /** As the queue does it: a task is not given out before its time. */
  private takeDue(): Task | undefined {
    const now = Date.now();
    const at = this.tasks.findIndex(({ notBefore }) => !notBefore || notBefore.getTime() <= now);
    return at < 0 ? undefined : this.tasks.splice(at, 1)[0];
  }

  /** A failed task is tried again, as the queue would. */
  private async run(task: Task, ctx: Context): Promise<void> {
    await runAssignmentTask(
      assignmentTask.parse(task.data),
      { taskId: ctx.newId(), isLast: false },
      ctx,
    ).catch(() => this.tasks.push(task));
  }

  async readAgents(): Promise<StoredAgent[]> {
    return agents.find(agents.all(this.db));
  }

  async readConversations(): Promise<StoredConversation[]> {
    return conversations.find(conversations.all(this.db));
  }

  usage() {
    return this.emulator.meter.usage(this.projectId);
  }

  resetMeter(): void {
    this.attempts = 0;
    this.emulator.meter.reset(this.projectId);
  }

  async close(): Promise<void> {
    await this.db.terminate();
    await this.emulator.stop();
  }
}
