import { enqueueDrainOfAgentLater } from "../src/queue/enqueue.ts";
import { updateAgent } from "../src/team/update-agent.ts";
import { eachAtOnce, Fixture } from "./routing/fixture.ts";
import { judge } from "./routing/verdict.ts";

type Row = (string | number)[];
interface Table {
  title: string;
  columns: string[];
  rows: Row[];
}

const LATENCY_MILLIS = 20;
const MILLIS = 1_000;

function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

/** Sizes of a full run, and of one that only shows that everything works (`--quick`). */
const FULL = {
  singles: 30,
  burst: 500,
  large: 2_000,
  queue: [500, 1_000],
  waiting: [200, 1_000],
  backlog: 500,
};
const QUICK = { singles: 5, burst: 60, large: 100, queue: [60, 120], waiting: [20, 40], backlog: 100 };
type Sizes = typeof FULL;

/** One conversation after the other: nothing is shared between assignments, the dearest case. */
async function measureCost(size: number, { singles, burst }: Sizes): Promise<Row[]> {
  const rows: Row[] = [];
  for (const strategy of ["round_robin", "least_loaded"] as const) {
    const fixture = await Fixture.open({
      agents: size,
      slots: Math.ceil((1 + singles + burst) / size),
      strategy,
    });
    // An instance that has just started also reads who listens to what happens: two reads a minute, whatever it does.
    await fixture.arrive(1);
    await fixture.dispatch(1);
    let [reads, writes] = [0, 0];
    for (let i = 0; i < singles; i++) {
      await fixture.arrive(1);
      fixture.resetMeter();
      await fixture.dispatch(1);
      reads += fixture.usage().documentReads;
      writes += fixture.usage().documentWrites;
    }
    await fixture.arrive(burst);
    fixture.resetMeter();
    await fixture.dispatch(5);
    const usage = fixture.usage();
    await fixture.close();
    const perOne = [round(reads / singles), round(writes / singles)];
    const inBurst = [round(usage.documentReads / burst), round(usage.documentWrites / burst)];
    rows.push([size, strategy, ...perOne, ...inBurst]);
  }
  return rows;
}

async function costTable(sizes: Sizes): Promise<Table> {
  const rows: Row[] = [];
  for (const size of [10, 100, 1_000]) rows.push(...(await measureCost(size, sizes)));
  return {
    title: "Documents per automatic assignment (goals: reads <= 6 and constant, writes <= 8)",
    columns: ["agents", "strategy", "reads, alone", "writes, alone", "reads, burst", "writes, burst"],
    rows,
  };
}

interface Burst {
  readonly agents: number;
  readonly sessions: number;
  readonly dispatches: number;
}

/** Sessions start while tasks are dispatched, as they do in production. */
async function measureBurst({ agents, sessions, dispatches }: Burst): Promise<Row> {
  const fixture = await Fixture.open({ agents, slots: 10 });
  fixture.resetMeter();
  const started = performance.now();
  let hasArrived = false;
  const arriving = fixture.arrive(sessions).then(() => {
    hasArrived = true;
  });
  await Promise.all([arriving, fixture.dispatch(dispatches, () => hasArrived)]);
  const seconds = (performance.now() - started) / MILLIS;
  const { assigned, overLimit, lost, doubled, outOfOrder } = await judge(fixture);
  const { transactionsAborted } = fixture.usage();
  const attempts = round(fixture.attempts / Math.max(1, assigned));
  await fixture.close();
  const zeros = [overLimit, lost, doubled, outOfOrder];
  return [agents, sessions, dispatches, assigned, attempts, transactionsAborted, ...zeros, round(seconds, 1)];
}

async function burstTable({ burst, large }: Sizes): Promise<Table> {
  const rows: Row[] = [];
  for (const dispatches of [5, 20]) {
    rows.push(await measureBurst({ agents: 50, sessions: burst, dispatches }));
    rows.push(await measureBurst({ agents: 50, sessions: large, dispatches }));
    rows.push(await measureBurst({ agents: 200, sessions: large, dispatches }));
  }
  return {
    title:
      "Sessions at once, agents of 10 slots (goals: attempts <= 1.2 per assignment; over limit, lost, doubled, out of order 0)",
    columns: [
      "agents",
      "sessions",
      "dispatches",
      "assigned",
      "attempts each",
      "aborted",
      "over limit",
      "lost",
      "doubled",
      "out of order",
      "seconds",
    ],
    rows,
  };
}

async function measureQueue(waiting: number): Promise<Row> {
  const fixture = await Fixture.open({ agents: 100, slots: 10, status: "offline" });
  await fixture.arrive(waiting);
  await fixture.dispatch(5);
  const started = performance.now();
  fixture.resetMeter();
  const ctx = fixture.context();
  const online = eachAtOnce([...fixture.agentIds], 10, async (id) => {
    const caller = {
      kind: "agent",
      id,
      role: "agent",
      sessionId: "bench",
      isFromRelease010: false,
      verifiedAt: new Date(),
    } as const;
    await updateAgent(id, { input: { status: "online" }, caller }, ctx);
  });
  let areOnline = false;
  const done = online.then(() => {
    areOnline = true;
  });
  await Promise.all([done, fixture.dispatch(20, () => areOnline)]);
  const seconds = (performance.now() - started) / MILLIS;
  const { assigned, outOfOrder, overLimit } = await judge(fixture);
  const { documentReads } = fixture.usage();
  await fixture.close();
  return [waiting, assigned, outOfOrder, overLimit, round(documentReads / waiting), round(seconds, 1)];
}

async function queueTable({ queue }: Sizes): Promise<Table> {
  const rows: Row[] = [];
  for (const waiting of queue) rows.push(await measureQueue(waiting));
  return {
    title: "A queue drained when 100 agents come online (goal: complete, in order, linear)",
    columns: ["waiting", "assigned", "out of order", "over limit", "reads each", "seconds"],
    rows,
  };
}

/** What those who begin to wait cost each, behind so many others, while nobody is free. */
async function measureWaiting(inFront: number, arrivals: number): Promise<Row> {
  const fixture = await Fixture.open({ agents: 10, slots: 1, status: "offline" });
  await fixture.arrive(inFront);
  await fixture.dispatch(5);
  await fixture.arrive(arrivals);
  fixture.resetMeter();
  const started = performance.now();
  await fixture.dispatch(5);
  const millis = (performance.now() - started) / arrivals;
  const { documentReads, documentWrites } = fixture.usage();
  await fixture.close();
  return [
    inFront,
    arrivals,
    round(documentReads / arrivals),
    round(documentWrites / arrivals),
    round(millis, 1),
  ];
}

async function waitingTable({ waiting }: Sizes): Promise<Table> {
  const rows: Row[] = [];
  for (const inFront of waiting) rows.push(await measureWaiting(inFront, waiting[0] ?? 0));
  return {
    title: "Conversations that begin to wait, nobody free, 5 dispatches (goal: constant)",
    columns: ["in front", "arrivals", "reads each", "writes each", "ms each"],
    rows,
  };
}

/** A backlog of one group, with the round trip of a database in the same region added to every request. */
async function measureBacklog(backlog: number): Promise<Row> {
  const fixture = await Fixture.open({ agents: 100, slots: Math.ceil(backlog / 100) });
  await fixture.arrive(backlog);
  fixture.tasks.splice(0);
  fixture.emulator.faults.set({ delayMs: LATENCY_MILLIS });
  await enqueueDrainOfAgentLater(fixture.agentIds[0] ?? "", fixture.context());
  const started = performance.now();
  await fixture.dispatch(1);
  const seconds = (performance.now() - started) / MILLIS;
  fixture.emulator.faults.clear();
  const { assigned } = await judge(fixture);
  await fixture.close();
  return [backlog, LATENCY_MILLIS, assigned, round(seconds, 1), round(assigned / seconds, 0)];
}

async function backlogTable({ backlog }: Sizes): Promise<Table> {
  return {
    title: "One group's backlog with latency on every round trip (goal: >= 50 a second)",
    columns: ["waiting", "latency ms", "assigned", "seconds", "a second"],
    rows: [await measureBacklog(backlog)],
  };
}

/**
 * `npm run bench -- routing [--quick] [cost] [burst] [queue] [waiting] [backlog]`: what routing costs and how fast it is, counted by the
 * database's own meter. Names choose tables; without names all are made.
 */
export async function run(args: string[]): Promise<{ name: string; tables: Table[] }> {
  const sizes = args.includes("--quick") ? QUICK : FULL;
  const makers = {
    cost: costTable,
    burst: burstTable,
    queue: queueTable,
    waiting: waitingTable,
    backlog: backlogTable,
  };
  const named = args.filter((arg) => !arg.startsWith("--"));
  const tables: Table[] = [];
  for (const [name, make] of Object.entries(makers)) {
    if (named.length === 0 || named.includes(name)) tables.push(await make(sizes));
  }
  return { name: "routing", tables };
}
