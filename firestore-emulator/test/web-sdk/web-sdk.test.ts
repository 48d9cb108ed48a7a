import { deleteApp, type FirebaseApp, initializeApp } from "firebase/app";
import {
  arrayUnion,
  collection,
  connectFirestoreEmulator,
  deleteDoc,
  disableNetwork,
  doc,
  enableNetwork,
  type Firestore,
  getAggregateFromServer,
  getCountFromServer,
  getDocFromServer,
  getDocs,
  increment,
  initializeFirestore,
  limit,
  limitToLast,
  onSnapshot,
  orderBy,
  type Query,
  query,
  runTransaction,
  serverTimestamp,
  setDoc,
  setLogLevel,
  sum,
  Timestamp,
  terminate,
  updateDoc,
  waitForPendingWrites,
  where,
  writeBatch,
} from "firebase/firestore";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startEmulator } from "../../src/index.ts";
import { compileRules } from "../../src/rules/decide/compile.ts";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";

const PROJECT = "demo-web-sdk";

let emulator: EmulatorUnderTest;
const apps: FirebaseApp[] = [];

beforeAll(async () => {
  emulator = await startUnderTest();
  setLogLevel("silent");
});

afterAll(() => emulator.stop());

beforeEach(() => emulator.clear(PROJECT));

afterEach(async () => {
  for (const app of apps.splice(0)) await deleteApp(app);
});

/** A client of its own, with its own connection. */
function connect(uid = "ann", port = emulator.port): Firestore {
  const app = initializeApp({ projectId: PROJECT }, `app-${apps.length}-${uid}`);
  apps.push(app);
  const db = initializeFirestore(app, {});
  connectFirestoreEmulator(db, "127.0.0.1", port, { mockUserToken: { user_id: uid, sub: uid } });
  return db;
}

/** The snapshots of a listener, one line each: "server: a=1 b=2", to wait for. */
class Seen {
  readonly lines: string[] = [];
  private readonly waiting = new Set<() => void>();

  constructor(target: Query) {
    onSnapshot(
      target,
      { includeMetadataChanges: true },
      ({ docs, metadata }) => {
        const source = metadata.hasPendingWrites ? "pending" : metadata.fromCache ? "cache" : "server";
        this.add(`${source}: ${docs.map((document) => `${document.id}=${document.get("n")}`).join(" ")}`);
      },
      ({ code }) => this.add(`error: ${code}`),
    );
  }

  async until(line: string): Promise<void> {
    while (this.lines.at(-1) !== line) await new Promise<void>((resolve) => this.waiting.add(resolve));
  }

  private add(line: string): void {
    this.lines.push(line);
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}

describe("the web SDK in Node, over gRPC", () => {
  it("shows local writes at once and the server's values when they are acknowledged", async () => {
    const db = connect();
    const room = doc(db, "rooms/a");
    const seen = new Seen(query(collection(db, "rooms"), where("n", ">", 0)));
    await seen.until("server: ");
    await setDoc(room, { n: 1, at: serverTimestamp() });
    await seen.until("server: a=1");
    expect(seen.lines).toContain("pending: a=1");
    await updateDoc(room, { n: increment(4), list: arrayUnion("x"), at: serverTimestamp() });
    await seen.until("server: a=5");
    const stored = (await getDocFromServer(room)).data();
    expect(stored).toMatchObject({ n: 5, list: ["x"] });
    expect(stored?.at).toBeInstanceOf(Timestamp);
  });

  it("tells other clients in one snapshot a commit", async () => {
    const [writer, reader] = [connect("ann"), connect("bob")];
    const seen = new Seen(collection(reader, "rooms"));
    await seen.until("server: ");
    await writeBatch(writer)
      .set(doc(writer, "rooms/a"), { n: 1 })
      .set(doc(writer, "rooms/b"), { n: 2 })
      .commit();
    await seen.until("server: a=1 b=2");
    expect(seen.lines.filter((line) => line.startsWith("server"))).toEqual(["server: ", "server: a=1 b=2"]);
    await writeBatch(writer).delete(doc(writer, "rooms/a")).update(doc(writer, "rooms/b"), { n: 3 }).commit();
    await seen.until("server: b=3");
  });

  it("keeps limit and limitToLast filled", async () => {
    const db = connect();
    const rooms = collection(db, "rooms");
    for (const n of [1, 2, 3, 4]) await setDoc(doc(rooms, String(n)), { n });
    const first = new Seen(query(rooms, orderBy("n"), limit(2)));
    const last = new Seen(query(rooms, orderBy("n"), limitToLast(2)));
    await first.until("server: 1=1 2=2");
    await last.until("server: 3=3 4=4");
    await deleteDoc(doc(rooms, "1"));
    await deleteDoc(doc(rooms, "4"));
    await first.until("server: 2=2 3=3");
    await last.until("server: 2=2 3=3");
  });

  it("catches up after it was offline, and then sends what it wrote meanwhile", async () => {
    const [db, other] = [connect("ann"), connect("bob")];
    await setDoc(doc(other, "rooms/a"), { n: 1 });
    await setDoc(doc(other, "rooms/b"), { n: 2 });
    const seen = new Seen(collection(db, "rooms"));
    await seen.until("server: a=1 b=2");
    await disableNetwork(db);
    await deleteDoc(doc(other, "rooms/a"));
    const written = setDoc(doc(db, "rooms/c"), { n: 3 });
    await enableNetwork(db);
    await written;
    await seen.until("server: b=2 c=3");
    await waitForPendingWrites(db);
    expect((await getDocFromServer(doc(other, "rooms/c"))).get("n")).toBe(3);
  });

  it("reconnects when the server drops its streams", async () => {
    const [db, other] = [connect("ann"), connect("bob")];
    const seen = new Seen(collection(db, "rooms"));
    await seen.until("server: ");
    emulator.emulator?.faults.dropStreams();
    await setDoc(doc(other, "rooms/a"), { n: 1 });
    await seen.until("server: a=1");
  });

  it("starts anew with an emulator that was restarted and has other documents", async () => {
    const first = await startEmulator();
    const db = connect("ann", first.port);
    await setDoc(doc(db, "rooms/a"), { n: 1 });
    const seen = new Seen(collection(db, "rooms"));
    await seen.until("server: a=1");
    await first.stop();
    const second = await startEmulator({ port: first.port });
    await setDoc(doc(connect("bob", first.port), "rooms/b"), { n: 2 });
    await seen.until("server: b=2");
    await second.stop();
  });

  it("counts, sums and transacts", async () => {
    const db = connect();
    const rooms = collection(db, "rooms");
    await setDoc(doc(rooms, "a"), { n: 1 });
    await setDoc(doc(rooms, "b"), { n: 2 });
    await Promise.all(
      [1, 2, 3].map(() =>
        runTransaction(db, async (transaction) => {
          const snapshot = await transaction.get(doc(rooms, "a"));
          transaction.update(doc(rooms, "a"), { n: snapshot.get("n") + 1 });
        }),
      ),
    );
    expect((await getCountFromServer(rooms)).data().count).toBe(2);
    expect((await getAggregateFromServer(rooms, { total: sum("n") })).data().total).toBe(6);
  });

  it("is told that a document to update is missing, and its later writes succeed", async () => {
    const db = connect();
    const failed = updateDoc(doc(db, "rooms/none"), { n: 1 });
    const written = setDoc(doc(db, "rooms/a"), { n: 1 });
    await expect(failed).rejects.toMatchObject({ code: "not-found" });
    await written;
    expect((await getDocs(collection(db, "rooms"))).size).toBe(1);
  });

  it("ends with all that was written stored", async () => {
    const db = connect();
    const writes = Array.from({ length: 50 }, (_, n) => setDoc(doc(db, "rooms", String(n)), { n }));
    await Promise.all(writes);
    await terminate(db);
    expect((await getCountFromServer(collection(connect("bob"), "rooms"))).data().count).toBe(50);
  });
});

describe("under security rules", () => {
  afterEach(() => {
    emulator.emulator?.context.rules.delete(PROJECT);
  });

  it("denied reads, writes and listeners fail alone with permission-denied", async () => {
    emulator.emulator?.context.rules.set(
      PROJECT,
      compileRules(`rules_version = '2';
        service cloud.firestore { match /databases/{d}/documents {
          match /rooms/{room} { allow read, write: if request.auth.uid == 'ann'; }
        } }`),
    );
    const [ann, bob] = [connect("ann"), connect("bob")];
    const denied = new Seen(collection(bob, "rooms"));
    const allowed = new Seen(collection(ann, "rooms"));
    await allowed.until("server: ");
    await denied.until("error: permission-denied");
    await expect(setDoc(doc(bob, "rooms/a"), { n: 1 })).rejects.toMatchObject({ code: "permission-denied" });
    await setDoc(doc(ann, "rooms/a"), { n: 1 });
    await allowed.until("server: a=1");
  });
});
