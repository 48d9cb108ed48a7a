import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { compileRules } from "../../src/rules/decide/compile.ts";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";
import { type BrowserUnderTest, startBrowser } from "./browser-under-test.ts";

const PROJECT = "demo-browser";

let emulator: EmulatorUnderTest;
let browser: BrowserUnderTest;
const pages: Page[] = [];

beforeAll(async () => {
  [emulator, browser] = await Promise.all([startUnderTest(), startBrowser()]);
}, 60_000);

afterAll(async () => {
  await browser.close();
  await emulator.stop();
});

beforeEach(() => emulator.clear(PROJECT));

afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.context().close()));
});

interface ClientOptions {
  readonly uid?: string;
  readonly settings?: Record<string, boolean>;
  /** IndexedDB, shared by the tabs of one profile. */
  readonly persistent?: boolean;
}

/** Opens a page and connects the SDK in it to the emulator. */
async function openClient(
  { uid = "ann", settings = {}, persistent = false }: ClientOptions = {},
  beside?: Page,
): Promise<Page> {
  const page = await browser.open(beside?.context());
  pages.push(page);
  const setUp = { port: emulator.port, project: PROJECT, uid, settings, persistent };
  await page.evaluate(({ port, project, uid, settings, persistent }) => {
    const {
      connectFirestoreEmulator,
      initializeFirestore,
      persistentLocalCache,
      persistentMultipleTabManager,
    } = firestore;
    const cache = persistent
      ? { localCache: persistentLocalCache({ tabManager: persistentMultipleTabManager() }) }
      : {};
    globalThis.db = initializeFirestore(firebaseApp.initializeApp({ projectId: project, apiKey: "none" }), {
      ...settings,
      ...cache,
    });
    connectFirestoreEmulator(db, "127.0.0.1", port, { mockUserToken: { user_id: uid, sub: uid } });
    firestore.setLogLevel("silent");
  }, setUp);
  return page;
}

/** Listens to rooms with n > 0; each snapshot becomes a text such as "server: a=1 b=2". */
async function listenToRooms(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { collection, onSnapshot, query, where } = firestore;
    globalThis.seen = [];
    onSnapshot(
      query(collection(db, "rooms"), where("n", ">", 0)),
      { includeMetadataChanges: true },
      ({ docs, metadata }) => {
        const source = metadata.hasPendingWrites ? "pending" : metadata.fromCache ? "cache" : "server";
        seen.push(`${source}: ${docs.map((doc) => `${doc.id}=${doc.get("n")}`).join(" ")}`);
      },
      ({ code }) => seen.push(`error: ${code}`),
    );
  });
}

async function sees(page: Page, text: string): Promise<void> {
  await page.waitForFunction((wanted) => seen.includes(wanted), text, { timeout: 15_000 });
}

async function setRoom(page: Page, id: string, n: number): Promise<void> {
  await page.evaluate(([id, n]) => firestore.setDoc(firestore.doc(db, "rooms", id), { n }), [id, n] as const);
}

const MODES: readonly [string, Record<string, boolean>][] = [
  ["streaming", { experimentalAutoDetectLongPolling: false }],
  ["forced long polling", { experimentalForceLongPolling: true }],
  ["detection of buffering proxies", { experimentalAutoDetectLongPolling: true }],
];

describe.each(MODES)("the web SDK in Chromium with %s", (_name, settings) => {
  it("writes, listens, counts and transacts", async () => {
    const page = await openClient({ settings });
    await listenToRooms(page);
    await sees(page, "server: ");
    await setRoom(page, "a", 1);
    await sees(page, "server: a=1");
    const result = await page.evaluate(async () => {
      const { collection, doc, getCountFromServer, getDocFromServer, increment, runTransaction } = firestore;
      const { serverTimestamp, updateDoc, waitForPendingWrites } = firestore;
      const room = doc(db, "rooms/a");
      await updateDoc(room, { n: increment(2), at: serverTimestamp(), text: "é𝄞" });
      await runTransaction(db, async (transaction) => {
        const snapshot = await transaction.get(room);
        transaction.update(room, { n: snapshot.get("n") + 1 });
      });
      await waitForPendingWrites(db);
      const stored = await getDocFromServer(room);
      const count = (await getCountFromServer(collection(db, "rooms"))).data().count;
      return {
        n: stored.get("n"),
        text: stored.get("text"),
        at: stored.get("at") instanceof firestore.Timestamp,
        count,
      };
    });
    expect(result).toEqual({ n: 4, text: "é𝄞", at: true, count: 1 });
    await sees(page, "server: a=4");
  });

  it("is told of errors and goes on", async () => {
    const page = await openClient({ settings });
    const code = await page.evaluate(() =>
      firestore.updateDoc(firestore.doc(db, "rooms/none"), { n: 1 }).then(
        () => "written",
        (error) => error.code,
      ),
    );
    expect(code).toBe("not-found");
    await setRoom(page, "a", 1);
    await listenToRooms(page);
    await sees(page, "server: a=1");
  });

  it("reconnects after the server dropped its streams, and misses nothing", async () => {
    const page = await openClient({ settings });
    const other = await openClient({ settings });
    await listenToRooms(page);
    await sees(page, "server: ");
    await setRoom(other, "a", 1);
    await sees(page, "server: a=1");
    emulator.emulator?.faults.dropStreams();
    await setRoom(other, "b", 2);
    await sees(page, "server: a=1 b=2");
  });

  it("catches up after it was offline, removals included", async () => {
    const page = await openClient({ settings });
    const other = await openClient({ settings });
    await setRoom(other, "a", 1);
    await setRoom(other, "b", 2);
    await listenToRooms(page);
    await sees(page, "server: a=1 b=2");
    await page.evaluate(() => firestore.disableNetwork(db));
    await sees(page, "cache: a=1 b=2");
    await other.evaluate(() => firestore.deleteDoc(firestore.doc(db, "rooms/a")));
    await setRoom(other, "c", 3);
    await page.evaluate(() => {
      void firestore.setDoc(firestore.doc(db, "rooms/d"), { n: 4 });
      return firestore.enableNetwork(db);
    });
    await sees(page, "server: b=2 c=3 d=4");
  });
});

describe("several clients", () => {
  it("see each other's writes", async () => {
    const all = await Promise.all([openClient(), openClient(), openClient()]);
    for (const page of all) await listenToRooms(page);
    await Promise.all(all.map((page) => sees(page, "server: ")));
    await Promise.all(all.map((page, index) => setRoom(page, String(index), index + 1)));
    await Promise.all(all.map((page) => sees(page, "server: 0=1 1=2 2=3")));
  });

  it("as tabs of one profile share a cache and a connection", async () => {
    const first = await openClient({ persistent: true });
    const second = await openClient({ persistent: true }, first);
    await listenToRooms(first);
    await listenToRooms(second);
    await sees(first, "server: ");
    await setRoom(second, "a", 1);
    await Promise.all([sees(first, "server: a=1"), sees(second, "server: a=1")]);
    await first.close();
    await setRoom(second, "b", 2);
    await sees(second, "server: a=1 b=2");
  });
});

describe("under security rules", () => {
  afterEach(() => {
    emulator.emulator?.context.rules.delete(PROJECT);
  });

  it("a listener ends with permission-denied when its access does, and others go on", async () => {
    const rules = compileRules(`rules_version = '2';
      service cloud.firestore { match /databases/{d}/documents {
        match /rooms/{room} { allow read: if exists(/databases/$(d)/documents/agents/$(request.auth.uid)); }
      } }`);
    const ann = await openClient({ uid: "ann" });
    const bob = await openClient({ uid: "bob" });
    await setRoom(ann, "a", 1);
    await ann.evaluate(() => firestore.setDoc(firestore.doc(db, "agents/ann"), {}));
    await ann.evaluate(() => firestore.setDoc(firestore.doc(db, "agents/bob"), {}));
    emulator.emulator?.context.rules.set(PROJECT, rules);
    await listenToRooms(ann);
    await listenToRooms(bob);
    await Promise.all([sees(ann, "server: a=1"), sees(bob, "server: a=1")]);
    const store = emulator.emulator?.context.databases.get({
      projectId: PROJECT,
      databaseId: "(default)",
    }).store;
    const root = `projects/${PROJECT}/databases/(default)/documents`;
    store?.commit([{ kind: "delete", name: `${root}/agents/bob`, fields: new Map(), transforms: [] }]);
    await sees(bob, "error: permission-denied");
    store?.commit([{ kind: "set", name: `${root}/rooms/b`, fields: new Map([["n", 2n]]), transforms: [] }]);
    await sees(ann, "server: a=1 b=2");
    expect(await bob.evaluate(() => seen.at(-1))).toBe("error: permission-denied");
  });
});
