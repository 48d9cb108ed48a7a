import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeoutHandler } from "@google-cloud/firestore/build/src/backoff.js";
import fc from "fast-check";
import { startEmulator } from "firestore-emulator";
import { arbitraryChoice } from "./actions.ts";
import type { Plan } from "./plan.ts";
import { World } from "./world.ts";

const indexes = readFileSync(join(import.meta.dirname, "../../../firestore.indexes.json"), "utf8");
const STRATEGIES = ["round_robin", "least_loaded", "sticky"] as const;

/** What kinds of trouble plans hold. */
export interface Trouble {
  readonly processesDie: boolean;
  readonly tasksGetLost: boolean;
  readonly requestsFail: boolean;
}

/** Visitors who come at once, often more than there are slots. */
const arrivals = fc.integer({ min: 1, max: 8 }).map((visitors) => ({
  actions: Array.from(
    { length: visitors },
    (_, n) => ({ kind: "newVisitor", n, m: 1, diesAt: null }) as const,
  ),
  deliveries: 3,
  waitSeconds: 0,
  settles: false,
}));

function round({ processesDie }: Trouble) {
  return fc.record({
    actions: fc.array(arbitraryChoice(processesDie), { minLength: 1, maxLength: 5 }),
    deliveries: fc.integer({ min: 0, max: 5 }),
    waitSeconds: fc.constantFrom(0, 0, 1, 5, 31, 61, 0, 1, 5, 601),
    settles: fc.boolean(),
  });
}

function anyRound(trouble: Trouble) {
  return fc.oneof({ weight: 5, arbitrary: round(trouble) }, { weight: 1, arbitrary: arrivals });
}

/** Any plan with this kind of trouble: a few people, a few rounds of several actions at once. */
export function arbitraryPlan(trouble: Trouble): fc.Arbitrary<Plan> {
  const rate = (max: number) => (trouble.requestsFail ? fc.nat(max) : fc.constant(0));
  return fc.record({
    groups: fc.array(
      fc.record({
        strategy: fc.constantFrom(...STRATEGIES),
        answerDeadline: fc.boolean(),
        agentGone: fc.boolean(),
        inactivity: fc.boolean(),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    agents: fc.array(
      fc.record({
        max: fc.constantFrom(1, 1, 2, 3),
        groups: fc.constantFrom(1, 3, 3, 2),
        online: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
        hasConsole: fc.boolean(),
        isBot: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
        priority: fc.constantFrom("normal", "normal", "normal", "first", "last", "supervisor"),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    rounds: fc
      .tuple(arrivals, fc.array(anyRound(trouble), { minLength: 2, maxLength: 8 }))
      .map(([first, others]) => [first, ...others]),
    seed: fc.noShrink(fc.nat()),
    faults: fc.record({ aborted: rate(60), unavailable: rate(20), answerLost: rate(30) }),
    lost: trouble.tasksGetLost ? fc.nat(300) : fc.constant(0),
    doubled: fc.nat(300),
    dying: trouble.processesDie ? fc.nat(300) : fc.constant(0),
  });
}

function replay(): { seed?: number; path?: string } {
  const { LIVECHAT_PROPERTY_SEED: seed, LIVECHAT_PROPERTY_PATH: path } = process.env;
  return { ...(seed && { seed: Number(seed) }), ...(path && { path }) };
}

const USUAL_RUNS = 1_000;

/** A share of all runs. There are 1,000 usually; LIVECHAT_PROPERTY_RUNS asks for another number. */
export function runsOf(permille: number): number {
  return Math.ceil((Number(process.env.LIVECHAT_PROPERTY_RUNS ?? USUAL_RUNS) * permille) / 1_000);
}

export interface Checked {
  readonly runs: number;
  readonly distinctInterleavings: number;
  readonly automaticAssignments: number;
}

/**
 * Lets plans come to pass and fails with the smallest one that breaks an invariant. The failure names a seed and a
 * path: set LIVECHAT_PROPERTY_SEED and LIVECHAT_PROPERTY_PATH to them to see the same run again.
 */
export async function checkPlans(plans: fc.Arbitrary<Plan>, numRuns: number): Promise<Checked> {
  // The client library backs off for about a second per conflict; here the order of requests is the scheduler's.
  setTimeoutHandler((work: () => void) => setImmediate(work) as unknown as NodeJS.Timeout);
  let now = Date.now;
  const emulator = await startEmulator({ indexes, clock: () => now() });
  const traces = new Set<string>();
  let worlds = 0;
  let automaticAssignments = 0;
  try {
    const property = fc.asyncProperty(plans, async (plan) => {
      const projectId = `world-${++worlds}`;
      const world = new World(emulator, projectId, plan, (clock) => {
        now = clock;
      });
      const problems = await world.run();
      traces.add(createHash("sha1").update(world.trace).digest("base64"));
      automaticAssignments += world.history.automatic;
      emulator.clear(projectId);
      if (problems.length > 0) throw new Error(`The rules were broken:\n${problems.join("\n")}`);
    });
    await fc.assert(property, { numRuns, ...replay() });
  } finally {
    await emulator.stop();
    setTimeoutHandler(setTimeout);
  }
  return { runs: worlds, distinctInterleavings: traces.size, automaticAssignments };
}
