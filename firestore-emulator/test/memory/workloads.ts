/** Run by memory.test.ts with `--expose-gc`: does one workload and prints what it leaves on the heap, in megabytes. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { startEmulator } from "../../src/index.ts";
import type { Value } from "../../src/model/value.ts";
import type { Write } from "../../src/model/write.ts";

const BYTES_PER_MEGABYTE = 1_000_000;
const DATABASE = { projectId: "demo-memory", databaseId: "(default)" };

const emulator = await startEmulator();
const { databases } = emulator.context;
const { store, transactions } = databases.get(DATABASE);

function set(path: string, fields: Record<string, Value>): Write {
  return {
    kind: "set",
    name: `${store.root}/${path}`,
    fields: new Map(Object.entries(fields)),
    transforms: [],
  };
}

const LETTERS = Buffer.alloc(500_000, "x").toString("latin1");

/** Different for each number, and flat: a string that JavaScript joins lazily would not be what a request brings. */
function text(number: number, chars: number): string {
  const joined = `${number} ${LETTERS.slice(0, chars)}`;
  Buffer.byteLength(joined);
  return joined;
}

const workloads: Readonly<Record<string, () => Promise<void>>> = {
  async nothing() {},

  async "large updates"() {
    for (let at = 0; at < 5_000; at++) {
      await transactions.commit(undefined, [set("large/one", { data: text(at, 500_000) })]);
    }
  },

  async "seed and clear"() {
    for (let round = 0; round < 1_000; round++) {
      const writes = Array.from({ length: 4 }, (_, at) =>
        set(`seeds/s${at}`, { data: text(round, 500_000) }),
      );
      await transactions.commit(undefined, writes);
      await fetch(`http://127.0.0.1:${emulator.port}/reset`, { method: "POST" });
    }
  },

  async "small updates"() {
    for (let round = 0; round < 800; round++) {
      const writes = Array.from({ length: 500 }, (_, at) =>
        set(`small/d${at}`, { status: "open", round: BigInt(round), subject: text(round * 500 + at, 40) }),
      );
      await transactions.commit(undefined, writes);
    }
  },

  /** A project for each test, as `rules-unit-testing` has it. */
  async projects() {
    for (let project = 0; project < 2_000; project++) {
      const database = databases.get({ ...DATABASE, projectId: `demo-${project}` });
      const name = `${database.store.root}/seeds/one`;
      const { id } = database.transactions.begin();
      await database.transactions.read(database.transactions.find(id), [name]);
      await database.transactions.commit(undefined, [
        {
          kind: "set",
          name: `${database.store.root}/seeds/two`,
          fields: new Map([["data", text(project, 20_000)]]),
          transforms: [],
        },
      ]);
      database.clear();
    }
  },

  /** The same rules put for each project. */
  async rulesets() {
    const source = await readFile(join(import.meta.dirname, "..", "rules", "forum.rules"), "utf8");
    for (let project = 0; project < 2_000; project++) {
      const body = JSON.stringify({ rules: { files: [{ name: "firestore.rules", content: source }] } });
      const path = `/emulator/v1/projects/demo-${project}:securityRules`;
      await fetch(`http://127.0.0.1:${emulator.port}${path}`, { method: "PUT", body });
    }
  },

  /** A collection for each test, emptied by deleting what it held. */
  async collections() {
    for (let collection = 0; collection < 300; collection++) {
      const writes = Array.from({ length: 600 }, (_, at) => set(`c${collection}/d${at}`, { at: BigInt(at) }));
      await transactions.commit(undefined, writes);
      await transactions.commit(
        undefined,
        writes.map((write) => ({ ...write, kind: "delete" as const })),
      );
    }
    databases.get(DATABASE).clear();
  },

  /** Clients that begin transactions and never come back. */
  async "forgotten transactions"() {
    for (let at = 0; at < 50_000; at++) transactions.begin();
    databases.get(DATABASE).clear();
  },
};

const [name = ""] = process.argv.slice(2);
await workloads[name]?.();
// What ended has been told to whom it concerns.
await setImmediate();
globalThis.gc?.();
const { heapUsed, external } = process.memoryUsage();
process.send?.({
  megabytes: (heapUsed + external) / BYTES_PER_MEGABYTE,
  heapMegabytes: heapUsed / BYTES_PER_MEGABYTE,
  historyMegabytes: store.historySize.bytes / BYTES_PER_MEGABYTE,
});
await emulator.stop();
process.disconnect?.();
