/** What is measured against one server. Each scenario has a collection of its own. */
import { Firestore } from "@google-cloud/firestore";
import { type Latencies, measure, percentiles } from "./latencies.ts";
import type { ServerUnderTest } from "./server-under-test.ts";

/** Calls in flight at once: enough to keep the server busy, few enough for latencies to mean something. */
const AT_ONCE = 32;
/** Until the code of server and client is compiled. */
const WARM_UP = { count: 2_000, atOnce: AT_ONCE };
const DOCUMENTS_PER_COMMIT = 500;
const MATCHES = 10;

/** A document of about 200 bytes of values, like a chat's. */
function chat(number: number, group: string) {
  return {
    status: { stringValue: number % 3 === 0 ? "open" : "closed" },
    group: { stringValue: group },
    number: { integerValue: String(number) },
    createdAt: { timestampValue: { seconds: 1_700_000_000 + number } },
    subject: { stringValue: `Question ${number} about an order that has not arrived yet` },
    visitor: { mapValue: { fields: { name: { stringValue: "Ada" }, vip: { booleanValue: false } } } },
  };
}

export async function commits(server: ServerUnderTest, count: number): Promise<Latencies> {
  const { client } = server;
  await measure(WARM_UP, (run) => client.commit([[`commits/w${run}`, chat(run, "a")]]));
  return withCpu(server, count, (run) => client.commit([[`commits/c${run}`, chat(run, "a")]]));
}

export async function gets(server: ServerUnderTest, count: number): Promise<Latencies> {
  const { client } = server;
  await client.commit(Array.from({ length: 100 }, (_, at) => [`gets/g${at}`, chat(at, "a")]));
  await measure(WARM_UP, (run) => client.get(`gets/g${run % 100}`));
  return withCpu(server, count, (run) => client.get(`gets/g${run % 100}`));
}

/** Measures calls together with the processor time that the server spends on them. */
async function withCpu(
  server: ServerUnderTest,
  count: number,
  operation: (run: number) => Promise<unknown>,
): Promise<Latencies> {
  const before = await server.cpuMs();
  const latencies = await measure({ count, atOnce: AT_ONCE }, operation);
  return { ...latencies, serverCpuMs: ((await server.cpuMs()) - before) / count };
}

/** Fills a collection of which ten documents at a time have the same group; resolves to the seconds it took. */
export async function fill({ client }: ServerUnderTest, documents: number): Promise<number> {
  const groups = documents / MATCHES;
  const startedAt = performance.now();
  const batches = Math.ceil(documents / DOCUMENTS_PER_COMMIT);
  await measure({ count: batches, atOnce: 4 }, async (batch) => {
    const first = batch * DOCUMENTS_PER_COMMIT;
    const size = Math.min(DOCUMENTS_PER_COMMIT, documents - first);
    await client.commit(
      Array.from({ length: size }, (_, at) => [
        `chats/d${first + at}`,
        chat(first + at, `g${(first + at) % groups}`),
      ]),
    );
  });
  return (performance.now() - startedAt) / 1_000;
}

/** An equality that ten of the documents of `fill` match, one query at a time. */
export function equalityQueries(
  { client }: ServerUnderTest,
  documents: number,
  count: number,
): Promise<Latencies> {
  return measure({ count, atOnce: 1 }, async (run) => {
    const found = await client.countEqual("chats", "group", {
      stringValue: `g${(run * 7919) % (documents / MATCHES)}`,
    });
    if (found !== MATCHES) {
      throw new Error(`The query found ${found} documents instead of ${MATCHES}.`);
    }
  });
}

/** From the start of a commit to its snapshot in a listening SDK client, one commit at a time. */
export async function commitToSnapshot(server: ServerUnderTest, count: number): Promise<Latencies> {
  const firestore = sdk(server);
  const document = firestore.doc("snapshots/one");
  const seen = new Map<number, () => void>();
  const unsubscribe = document.onSnapshot((snapshot) => seen.get(Number(snapshot.get("run")))?.());
  try {
    return await measure({ count, atOnce: 1 }, async (run) => {
      const snapshot = new Promise<void>((resolve) => seen.set(run, resolve));
      await Promise.all([document.set({ run }), snapshot]);
    });
  } finally {
    unsubscribe();
    await firestore.terminate();
  }
}

/** From the start of one commit until each of many listeners on its collection has it; several rounds. */
export async function manyListeners(
  { client }: ServerUnderTest,
  listeners: number,
): Promise<Omit<Latencies, "perSecond">> {
  const rounds = 10;
  const taken: number[] = [];
  let startedAt = 0;
  let waiting = 0;
  let done = () => {};
  const onDocument = () => {
    taken.push(performance.now() - startedAt);
    waiting -= 1;
    if (waiting === 0) {
      done();
    }
  };
  const round = (begin: () => Promise<void>) =>
    new Promise<void>((resolve, reject) => {
      waiting = listeners;
      done = resolve;
      startedAt = performance.now();
      begin().catch(reject);
    });
  await client.commit([["watched/one", chat(0, "a")]]);
  const streams: ReturnType<typeof client.listen>[] = [];
  await round(async () => {
    for (let at = 0; at < listeners; at++) {
      streams.push(client.listen("watched", onDocument));
    }
  });
  taken.length = 0;
  for (let run = 1; run <= rounds; run++) {
    await round(() => client.commit([["watched/one", chat(run, "a")]]));
  }
  for (const stream of streams) {
    stream.cancel();
  }
  return percentiles(taken);
}

/** Transactions of the server SDK that all increment one document, at once; each counts with its retries. */
export async function contention(server: ServerUnderTest, transactions: number): Promise<Latencies> {
  const firestore = sdk(server);
  const document = firestore.doc("contended/one");
  await document.set({ count: 0 });
  const increment = () =>
    firestore.runTransaction(
      async (transaction) => {
        const snapshot = await transaction.get(document);
        transaction.update(document, { count: Number(snapshot.get("count")) + 1 });
      },
      { maxAttempts: 20 },
    );
  const latencies = await measure({ count: transactions, atOnce: transactions }, increment);
  const count: unknown = (await document.get()).get("count");
  await firestore.terminate();
  if (count !== transactions) {
    throw new Error(`The counter is ${count} after ${transactions} increments: updates were lost.`);
  }
  return latencies;
}

function sdk({ address }: ServerUnderTest): Firestore {
  const [host, port] = address.split(":");
  return new Firestore({
    projectId: "demo-bench",
    host: `${host}:${port}`,
    ssl: false,
    customHeaders: { Authorization: "Bearer owner" },
  });
}
