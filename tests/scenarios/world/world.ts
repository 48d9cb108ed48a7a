import type { AgentPriority, GroupSettings } from "@livechat/contract";
import type { Firestore } from "firebase-admin/firestore";
import type { Emulator } from "firestore-emulator";
import { sweep } from "../../../functions/src/maintenance/sweep.ts";
import { parseConfig } from "../../../functions/src/platform/config.ts";
import type { Context } from "../../../functions/src/platform/context.ts";
import { ChatError } from "../../../functions/src/platform/error.ts";
import { silentLog } from "../../../functions/src/platform/log.ts";
import { createObjectStore } from "../../../functions/src/platform/object-store.ts";
import type { Task } from "../../../functions/src/platform/task-queue.ts";
import { heartbeat } from "../../../functions/src/presence/heartbeat.ts";
import { deliver } from "../../../functions/test/deliver.ts";
import { FakeClock } from "../../../functions/test/harness.ts";
import { people } from "../../../functions/test/people.ts";
import { type ModelState, runAction } from "./actions.ts";
import { connectDirectly } from "./direct-connection.ts";
import {
  checkBotsResumed,
  checkDatabase,
  checkNobodyStuck,
  checkNothingLeft,
  checkNothingOversleeps,
} from "./final-check.ts";
import { History, NEVER_OPEN } from "./history.ts";
import type { Plan, Round } from "./plan.ts";
import { Random } from "./random.ts";
import { Process, Scheduler } from "./scheduler.ts";

const environment = parseConfig({
  GCLOUD_PROJECT: "world",
  FUNCTIONS_EMULATOR: "true",
  JWT_SECRET: "a-secret-for-tests-of-at-least-32-characters",
  LEASE_SECONDS: "60",
  // Small, so that a few visitors make queues of several batches.
  ASSIGN_BATCH_CONVERSATIONS: "3",
});

const ANSWER_DEADLINE_SECONDS = 45;
const AGENT_GONE_SECONDS = 30;
const INACTIVITY_SECONDS = 40;
/** What the drainer's lease and the sweep's patience come to, and some more. */
const RECOVERY_SECONDS = 20;
const BOT_SLOTS = 5;
const MAX_SWEEPS = 6;
const MAX_DELIVERIES = 400;

/** gRPC codes that a caller may get when others are in the way or a fault was injected. */
const EXPECTED_CODES = new Set<unknown>([10, 14, 6, 9, 5]);

function isExpected(error: unknown): boolean {
  if (error instanceof ChatError) return true;
  if (error instanceof AggregateError) return error.errors.every(isExpected);
  return error instanceof Error && "code" in error && EXPECTED_CODES.has(error.code);
}

/** A database with people, a task queue and processes, in which one plan comes to pass. */
export class World {
  private readonly clock = new FakeClock();
  private readonly random: Random;
  private readonly scheduler: Scheduler;
  readonly history: History;
  private readonly tokens: string[] = [];
  private tasks: Task[] = [];
  /** Names of tasks stay taken for long after they ran. */
  private readonly names = new Set<string>();
  private ids = 0;
  private readonly agentIds: string[] = [];
  private readonly groupIds: string[] = [];
  readonly problems: string[] = [];
  private clients: Firestore[] = [];

  constructor(
    private readonly emulator: Emulator,
    private readonly projectId: string,
    private readonly plan: Plan,
    setClock: (now: () => number) => void,
  ) {
    setClock(() => this.clock.now().getTime());
    this.random = new Random(plan.seed);
    this.scheduler = new Scheduler(emulator, projectId, this.random, plan.faults);
    this.history = new History(emulator, projectId, () => this.clock.now().getTime() * 1_000);
  }

  get trace(): string {
    return this.scheduler.trace.join(" ");
  }

  private context(db: Firestore, process?: Process): Context {
    const enqueue = async (task: Task) => {
      if (process?.isDead) return new Promise<never>(() => undefined);
      const isTaken = task.name !== undefined && this.names.has(task.name);
      const [isLost, isDoubled] = [this.random.chance(this.plan.lost), this.random.chance(this.plan.doubled)];
      if (isTaken || isLost) return;
      if (task.name) this.names.add(task.name);
      this.tasks.push(task);
      if (isDoubled) this.tasks.push(task);
    };
    return {
      config: environment,
      db,
      tasks: { enqueue },
      objects: createObjectStore(environment),
      log: silentLog,
      now: this.clock.now,
      newId: () => `x${String(++this.ids).padStart(4, "0")}`,
      newSecret: () => `s${++this.ids}`,
      lookup: async () => [],
      mintCustomToken: async () => "token",
    };
  }

  /** A client of the test's own, which goes past the scheduler. */
  private ownContext(): Context {
    return this.context(connectDirectly(this.emulator, this.projectId, (_method, _request, run) => run()));
  }

  /** Does something in a process of its own. */
  private start(process: Process, run: (ctx: Context) => Promise<unknown>) {
    const db = connectDirectly(this.emulator, this.projectId, this.scheduler.gateOf(process));
    this.clients.push(db);
    const work = run(this.context(db, process)).catch((error: unknown) => {
      if (!isExpected(error)) this.problems.push(`${process.name} failed: ${describe(error)}`);
      throw error;
    });
    return { process, work };
  }

  private state(): ModelState {
    const conversations = [...this.history.conversations.values()];
    return { agentIds: this.agentIds, groupIds: this.groupIds, conversations, tokens: this.tokens };
  }

  private async populate(): Promise<void> {
    const ctx = this.ownContext();
    const made = people({ ctx, clock: this.clock });
    for (const [i, group] of this.plan.groups.entries()) {
      const settings: GroupSettings = {
        answerDeadlineSeconds: group.answerDeadline ? ANSWER_DEADLINE_SECONDS : null,
        visitorInactivitySeconds: group.inactivity ? INACTIVITY_SECONDS : null,
        agentGoneSeconds: group.agentGone ? AGENT_GONE_SECONDS : null,
        maxQueueLength: null,
        priorities: this.prioritiesIn(i),
      };
      const fields = { id: `g${i}`, isDefault: i === 0, routingStrategy: group.strategy, settings };
      this.groupIds.push(await made.group(`Group ${i}`, fields));
    }
    const at = new Date();
    const closed = { id: NEVER_OPEN, name: "Never", version: 1, timeZone: "UTC", weekly: [], exceptions: [] };
    const facts = { createdAt: at, updatedAt: at, isDeleted: false, deletedAt: null };
    await ctx.db.doc(`schedules/${NEVER_OPEN}`).set({ ...closed, ...facts });
    await made.agent("Ada", { id: "ada", role: "admin", status: "offline" });
    await made.agent("Sue", { id: "sue", role: "supervisor", status: "offline" });
    for (const [i, agent] of this.plan.agents.entries()) {
      const groupIds = this.groupIds.filter((_, g) => isIn(agent, g));
      const status = agent.online ? "online" : "offline";
      const priorities =
        agent.priority === "normal" ? {} : Object.fromEntries(groupIds.map((id) => [id, agent.priority]));
      const fields = { id: `a${i}`, groupIds, status, priorities, maxConcurrentChats: agent.max } as const;
      const bot = agent.isBot ? ({ kind: "bot", maxConcurrentChats: BOT_SLOTS } as const) : {};
      const { id } = await made.agent(`Agent ${i}`, { ...fields, ...bot });
      this.agentIds.push(id);
      if (agent.hasConsole && !agent.isBot) await heartbeat(id, { consoleId: "console0" }, ctx);
    }
  }

  private prioritiesIn(group: number): Record<string, AgentPriority> {
    const named = this.plan.agents.flatMap((agent, i) =>
      isIn(agent, group) && agent.priority !== "normal" ? [[`a${i}`, agent.priority] as const] : [],
    );
    return Object.fromEntries(named);
  }

  private takeDue(): Task[] {
    const isDue = ({ notBefore }: Task) => notBefore === undefined || notBefore <= this.clock.now();
    const due = this.tasks.filter(isDue);
    this.tasks = this.tasks.filter((task) => !isDue(task));
    return due;
  }

  /** A process for one delivery. A failed or dead one is delivered again, as Cloud Tasks does. */
  private delivery(task: Task, mayDie: boolean) {
    const dies = mayDie && this.random.chance(this.plan.dying);
    const process = new Process(`task ${JSON.stringify(task.data)}`, dies ? this.random.below(24) : null);
    const started = this.start(process, (ctx) => deliver(task, ctx));
    const again = () => void this.tasks.push(task);
    started.work.catch(again);
    return { ...started, again };
  }

  private async round({ actions, deliveries, waitSeconds, settles }: Round): Promise<void> {
    const state = this.state();
    const acting = actions.map((choice, i) => {
      const process = new Process(`${i}.${choice.kind}`, choice.diesAt);
      return this.start(process, (ctx) => runAction(state, choice, ctx));
    });
    const due = this.takeDue();
    const delivered: ReturnType<World["delivery"]>[] = [];
    for (let i = 0; i < deliveries && due.length > 0; i++) {
      const task = this.random.pick(due);
      due.splice(due.indexOf(task), 1);
      delivered.push(this.delivery(task, true));
    }
    this.tasks.push(...due);
    await this.scheduler.runAll([...acting, ...delivered]);
    for (const { process, again } of delivered) if (process.isDead) again();
    if (settles) await this.settle();
    this.clock.advance(waitSeconds);
  }

  /** Delivers what is due, several at once, until nothing is left. */
  private async deliverAll(): Promise<void> {
    for (let count = 0; count < MAX_DELIVERIES; count++) {
      const due = this.takeDue();
      if (due.length === 0) return;
      const taken = due.splice(0, 1 + this.random.below(4));
      this.tasks.push(...due);
      await this.scheduler.runAll(taken.map((task) => this.delivery(task, false)));
    }
    this.problems.push("the tasks never come to an end");
  }

  private async settle(): Promise<void> {
    await this.deliverAll();
    if (this.losesTasks) return;
    this.problems.push(...checkNobodyStuck(this.history), ...checkNothingOversleeps(this.history));
    this.problems.push(...checkBotsResumed(this.history));
  }

  private get losesTasks(): boolean {
    const { lost, rounds, faults } = this.plan;
    const dying = rounds.some(({ actions }) => actions.some(({ diesAt }) => diesAt !== null));
    return lost > 0 || dying || faults.aborted + faults.unavailable + faults.answerLost > 0;
  }

  /** Where tasks can get lost the sweep makes up for it, once leases and its own patience have run out. */
  private async recover(): Promise<void> {
    for (let i = 0; i < MAX_SWEEPS; i++) {
      this.clock.advance(RECOVERY_SECONDS);
      const { deadlines, stuck, counters } = await sweep(this.ownContext());
      await this.deliverAll();
      if (counters > 0) this.problems.push("the sweep had to repair a counter");
      if (deadlines + stuck === 0) return;
    }
  }

  /** Lets the plan come to pass. @returns everything that went wrong. */
  async run(): Promise<string[]> {
    await this.populate();
    for (const round of this.plan.rounds) await this.round(round);
    this.scheduler.stopFaults();
    await this.deliverAll();
    if (this.losesTasks) await this.recover();
    const found = [
      ...this.problems,
      ...this.history.problems,
      ...checkNobodyStuck(this.history),
      ...checkNothingOversleeps(this.history),
      ...checkNothingLeft(this.history),
      ...checkDatabase(this.emulator, this.projectId, this.history),
    ];
    return [...new Set(found)];
  }
}

function isIn({ groups }: { groups: number }, group: number): boolean {
  return ((groups >> group) & 1) === 1;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
