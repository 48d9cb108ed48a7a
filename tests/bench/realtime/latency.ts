import type { Event, LoginAnswer, Session } from "@livechat/contract";
import { ADMIN } from "../../../functions/bench/admin.ts";
import type { BenchTable } from "../benchmark.ts";
import { type BenchSystem, until } from "./system.ts";

/** When each event came to one side's listener. */
class Arrivals {
  private readonly times = new Map<string, number>();
  private readonly waiting = new Map<string, (time: number) => void>();

  readonly observer = {
    next: (events: Event[]) => {
      const now = performance.now();
      for (const { id } of events.filter((event) => !this.times.has(event.id))) {
        this.times.set(id, now);
        this.waiting.get(id)?.(now);
      }
    },
    failed: (error: Error) => {
      throw error;
    },
  };

  get isListening(): boolean {
    return this.times.size > 0;
  }

  /** The time at which the event came or will come. */
  of(id: string): Promise<number> {
    const known = this.times.get(id);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve) => this.waiting.set(id, resolve));
  }
}

/** One conversation with a listener on each side, each over a connection of its person's own. */
interface Pair {
  session: Session;
  agentToken: string;
  visitor: Arrivals;
  agent: Arrivals;
}

interface Load {
  conversations: number;
  messages: number;
  /** Between two messages of a conversation, in milliseconds. */
  pause: number;
}

const LOADS: readonly Load[] = [
  { conversations: 1, messages: 200, pause: 0 },
  { conversations: 100, messages: 10, pause: 2_000 },
];
const CONVERSATIONS_PER_AGENT = 10;

const percentile = (sorted: readonly number[], share: number) =>
  Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1));

const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

async function openPairs(
  system: BenchSystem,
  count: number,
): Promise<{ pairs: Pair[]; close(): Promise<void> }> {
  const pairs: Pair[] = [];
  const databases: { close(): Promise<void> }[] = [];
  const disposables: (() => void)[] = [];
  for (let at = 0; at < count; at += CONVERSATIONS_PER_AGENT) {
    const { id, email } = await system.hire(`agent-${count}-${at}`);
    const login = await system.post<LoginAnswer>("/v1/auth/login", { email, password: ADMIN.password });
    const agents = system.open();
    databases.push(agents);
    await agents.signIn(login.firebase.customToken);
    for (let n = at; n < Math.min(count, at + CONVERSATIONS_PER_AGENT); n += 1) {
      const session = await system.post<Session>("/v1/widget/session", { message: "Hello?" });
      const { conversationId, visitorId } = session;
      await system.post(`/v1/conversations/${conversationId}/assign`, { agentId: id, force: true });
      const pair: Pair = { session, agentToken: login.token, visitor: new Arrivals(), agent: new Arrivals() };
      const visitors = system.open();
      databases.push(visitors);
      await visitors.signIn(session.firebase.customToken);
      disposables.push(visitors.watchEvents({ conversationId, visitorId }, pair.visitor.observer));
      disposables.push(agents.watchEvents({ conversationId }, pair.agent.observer));
      pairs.push(pair);
    }
  }
  await until(
    () => pairs.every(({ visitor, agent }) => visitor.isListening && agent.isListening),
    "listeners",
  );
  const close = async () => {
    for (const stop of disposables) stop();
    await Promise.all(databases.map((database) => database.close()));
  };
  return { pairs, close };
}

/** Sends messages in turn from both sides; how long each took from the call to the other side's listener. */
async function converse(system: BenchSystem, pair: Pair, load: Load): Promise<number[]> {
  const { session, agentToken } = pair;
  const millis: number[] = [];
  await pause(Math.random() * load.pause);
  for (let n = 0; n < load.messages; n += 1) {
    const id = `${session.conversationId}-${n}`;
    const [token, other] = n % 2 === 0 ? [session.sessionToken, pair.agent] : [agentToken, pair.visitor];
    const sentAt = performance.now();
    await system.post(`/v1/threads/${session.threadId}/events`, { id, text: `Message ${n}` }, token);
    millis.push((await other.of(id)) - sentAt);
    await pause(load.pause);
  }
  return millis;
}

/** Message POST to the other side's listener, alone and among many. `shrink` divides the number of messages. */
export async function measureLatency(system: BenchSystem, shrink: number): Promise<BenchTable> {
  const rows: (string | number)[][] = [];
  for (const load of LOADS) {
    const messages = Math.max(2, Math.round(load.messages / shrink));
    const { pairs, close } = await openPairs(system, load.conversations);
    const all = await Promise.all(pairs.map((pair) => converse(system, pair, { ...load, messages })));
    await close();
    const sorted = all.flat().sort((a, b) => a - b);
    rows.push([
      load.conversations,
      sorted.length,
      ...[0.5, 0.95, 0.99].map((share) => percentile(sorted, share)),
    ]);
  }
  return {
    title: "From the call that sends a message to the other side's listener, in milliseconds",
    columns: ["conversations at once", "messages", "p50", "p95", "p99"],
    rows,
  };
}
