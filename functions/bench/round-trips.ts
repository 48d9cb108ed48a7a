/**
 * `npm run bench -- round-trips`: how often each call waits for the database, one answer after the other. Every call of the
 * embedded Firestore is held back for a while; how many such whiles the answer takes is the number of round trips on its
 * way. Calls side by side count once. What remains is the function's own time; with a round trip as it is within a region, and
 * rounded up as the platform rounds, it is what is billed of a call that is alone on its instance.
 */
import type { BenchResult } from "../../tests/bench/benchmark.ts";
import { ADMIN } from "./admin.ts";
import { Child } from "./child.ts";
import { call } from "./load.ts";
import { PROJECT_ID } from "./project.ts";
import { startApi } from "./start-api.ts";

/** Long against what our own code takes, so that the quotient is near a whole number. */
const DELAY_MS = 250;
/** Between a function and the database of its region. */
const REGION_MS = 10;
/** The platform bills in steps of this. */
const BILLED_STEP_MS = 100;

interface Session {
  sessionToken: string;
  conversationId: string;
  threadId: string;
}

interface Usage {
  documentReads: number;
  documentWrites: number;
}

/** The API and the Firestore behind it, and an agent at work. */
class Bench {
  constructor(
    private readonly firestore: Child,
    private readonly process: Child,
    private readonly agent: { id: string; token: string; groupId: string },
  ) {}

  private get api(): string {
    return this.process.address;
  }

  private async delay(delayMs: number): Promise<void> {
    const response = await fetch(
      `http://${this.firestore.address}/emulator/v1/projects/${PROJECT_ID}:faults`,
      {
        method: "POST",
        headers: { Authorization: "Bearer owner" },
        body: JSON.stringify({ delayMs }),
      },
    );
    if (!response.ok) throw new Error(`The embedded Firestore answered ${response.status}.`);
  }

  /** The row of one call: round trips before its answer, what it is billed, and its time. */
  async row(what: string, goal: string | number, send: () => Promise<unknown>): Promise<(string | number)[]> {
    await this.firestore.ask("reset");
    await this.delay(DELAY_MS);
    const sentAt = performance.now();
    await send();
    const millis = performance.now() - sentAt;
    const trips = Math.floor(millis / DELAY_MS);
    const own = millis - trips * DELAY_MS;
    const billed = Math.ceil((own + trips * REGION_MS) / BILLED_STEP_MS) * BILLED_STEP_MS;
    await this.delay(0);
    const { documentReads, documentWrites } = await this.firestore.ask<Usage>("usage");
    return [what, trips, goal, documentReads, documentWrites, Math.round(own), billed];
  }

  start = async (): Promise<Session> =>
    (await call(this.api, {
      method: "POST",
      path: "/v1/widget/session",
      body: { message: "Where is my order?" },
    })) as unknown as Session;

  say = (token: string, threadId: string) =>
    call(this.api, {
      method: "POST",
      path: `/v1/threads/${threadId}/events`,
      token,
      body: { text: "It left our house this morning." },
    });

  change = (verb: string, { conversationId }: Session, body: object = {}) =>
    call(this.api, {
      method: "POST",
      path: `/v1/conversations/${conversationId}/${verb}`,
      token: this.agent.token,
      ...(verb !== "close" && { body: { agentId: this.agent.id, ...body } }),
    });

  /** From now on the agent may be given conversations. */
  goOnline = () =>
    call(this.api, {
      method: "PATCH",
      path: `/v1/agents/${this.agent.id}`,
      token: this.agent.token,
      body: { status: "online", acceptingChats: true },
    });

  /** The task of a conversation that has begun to wait. */
  route = ({ conversationId }: Session) =>
    this.process.ask<null>(JSON.stringify({ conversationId, groupId: this.agent.groupId }));

  get token(): string {
    return this.agent.token;
  }
}

async function open(firestore: Child, process: Child): Promise<Bench> {
  const api = process.address;
  const login = await call(api, {
    method: "POST",
    path: "/v1/auth/login",
    body: { email: ADMIN.email, password: ADMIN.password },
  });
  const { id } = login.agent as { id: string };
  const token = String(login.token);
  const groups = (await call(api, { method: "GET", path: "/v1/groups", token })).items as { id: string }[];
  const groupId = String(groups[0]?.id);
  await call(api, { method: "POST", path: `/v1/groups/${groupId}/agents`, token, body: { agentIds: [id] } });
  return new Bench(firestore, process, { id, token, groupId });
}

/** What the task of a conversation waits for: with somebody free, and with nobody, so that it goes on waiting. */
async function assignments(bench: Bench): Promise<(string | number)[][]> {
  const waiting = await bench.start();
  const inVain = await bench.row("its task, with nobody free", "-", () => bench.route(waiting));
  await bench.goOnline();
  await bench.route(waiting);
  const next = await bench.start();
  return [await bench.row("assignment by its task", "-", () => bench.route(next)), inVain];
}

export async function run(): Promise<BenchResult> {
  const firestore = await Child.start("firestore-process.ts");
  const api = await startApi(firestore);
  try {
    const bench = await open(firestore, api);
    // Once before it counts: connections, and what a process remembers.
    const first = await bench.start();
    await bench.say(first.sessionToken, first.threadId);
    await bench.change("assign", first, { force: true });
    await bench.say(bench.token, first.threadId);
    const session = await bench.start();
    const rows = [
      await bench.row("session with its first message", 3, bench.start),
      await bench.row("message of a visitor", 2, () => bench.say(session.sessionToken, session.threadId)),
      await bench.row("claim", "-", () => bench.change("assign", session, { force: true })),
      await bench.row("message of an agent", 2, () => bench.say(bench.token, session.threadId)),
      await bench.row("close", "-", () => bench.change("close", session)),
    ];
    rows.push(...(await assignments(bench)));
    const columns = ["call", "round trips", "goal", "reads", "writes", "own ms", "billed ms"];
    return {
      name: "round-trips",
      tables: [{ title: "Round trips to the database before the answer", columns, rows }],
    };
  } finally {
    await api.stop();
    await firestore.stop();
  }
}
