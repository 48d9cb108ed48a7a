import { Firestore } from "@google-cloud/firestore";
import { deleteApp, initializeApp } from "firebase/app";
import * as lite from "firebase/firestore/lite";
import { FieldValue, GeoPoint, Timestamp } from "firebase-admin/firestore";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";

const PROJECT = "demo-rest-clients";
const app = initializeApp({ projectId: PROJECT }, PROJECT);

let emulator: EmulatorUnderTest;

beforeAll(async () => {
  emulator = await startUnderTest();
  lite.setLogLevel("silent");
});

afterAll(async () => {
  await deleteApp(app);
  await emulator.stop();
});

beforeEach(() => emulator.clear(PROJECT));

describe("Firestore Lite", () => {
  let db: lite.Firestore;

  beforeAll(() => {
    db = lite.getFirestore(app);
    lite.connectFirestoreEmulator(db, "127.0.0.1", emulator.port, {
      mockUserToken: { user_id: "ann", sub: "ann" },
    });
  });

  it("keeps every value", async () => {
    const room = lite.doc(db, "rooms/a");
    await lite.setDoc(room, {
      integer: 1,
      half: 0.5,
      negativeZero: -0,
      nan: Number.NaN,
      infinite: Number.NEGATIVE_INFINITY,
      text: "é𝄞",
      time: new lite.Timestamp(1, 2_000),
      bytes: lite.Bytes.fromUint8Array(new Uint8Array([0, 255])),
      place: new lite.GeoPoint(1.5, -2),
      nothing: null,
      list: [1, { a: [] }],
      other: lite.doc(db, "rooms/b"),
      vector: lite.vector([1, 2.5]),
      at: lite.serverTimestamp(),
    });
    const stored = (await lite.getDoc(room)).data() ?? {};
    expect(Object.is(stored.negativeZero, -0)).toBe(true);
    expect(stored).toMatchObject({
      integer: 1,
      half: 0.5,
      nan: Number.NaN,
      infinite: Number.NEGATIVE_INFINITY,
    });
    expect(stored).toMatchObject({ text: "é𝄞", nothing: null, list: [1, { a: [] }] });
    expect(stored.time).toEqual(new lite.Timestamp(1, 2_000));
    expect((stored.bytes as lite.Bytes).toBase64()).toBe("AP8=");
    expect((stored.place as lite.GeoPoint).longitude).toBe(-2);
    expect((stored.other as lite.DocumentReference).path).toBe("rooms/b");
    expect((stored.vector as lite.VectorValue).toArray()).toEqual([1, 2.5]);
    expect(stored.at).toBeInstanceOf(lite.Timestamp);
  });

  it("queries, counts, sums and averages", async () => {
    for (const n of [1, 2, 3]) await lite.setDoc(lite.doc(db, "rooms", String(n)), { n });
    const rooms = lite.collection(db, "rooms");
    const found = await lite.getDocs(
      lite.query(rooms, lite.where("n", ">", 1), lite.orderBy("n", "desc"), lite.limit(1)),
    );
    expect(found.docs.map((document) => document.id)).toEqual(["3"]);
    expect((await lite.getCount(rooms)).data().count).toBe(3);
    const { sum, average } = (
      await lite.getAggregate(rooms, { sum: lite.sum("n"), average: lite.average("n") })
    ).data();
    expect([sum, average]).toEqual([6, 2]);
  });

  it("transacts, batches and is told of errors", async () => {
    const room = lite.doc(db, "rooms/a");
    await lite.writeBatch(db).set(room, { n: 1 }).set(lite.doc(db, "rooms/b"), { n: 1 }).commit();
    await lite.runTransaction(db, async (transaction) => {
      const snapshot = await transaction.get(room);
      transaction.update(room, { n: snapshot.get("n") + 1 });
    });
    expect((await lite.getDoc(room)).get("n")).toBe(2);
    await expect(lite.updateDoc(lite.doc(db, "rooms/none"), { n: 1 })).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("the server SDK with preferRest", () => {
  let db: Firestore;

  beforeAll(() => {
    db = new Firestore({
      projectId: PROJECT,
      host: emulator.address,
      ssl: false,
      preferRest: true,
      customHeaders: { Authorization: "Bearer owner" },
      // The REST transport insists on credentials; these add no header.
      authClient: { getRequestHeaders: async () => ({}) },
    });
  });

  it("writes, reads and queries", async () => {
    const room = db.doc("rooms/a");
    const fields = {
      integer: 1,
      half: 0.5,
      nan: Number.NaN,
      text: "x",
      bytes: Buffer.from([0, 255]),
      place: new GeoPoint(1, 2),
      time: Timestamp.fromMillis(5),
      nothing: null,
      list: [1, { a: 1 }],
      vector: FieldValue.vector([1, 2]),
      emptyList: [],
    };
    await room.set(fields);
    expect((await room.get()).data()).toEqual(fields);
    await room.update({ integer: FieldValue.increment(2) });
    const found = await db.collection("rooms").where("integer", ">", 2).orderBy("integer").limit(5).get();
    expect(found.docs.map((document) => document.id)).toEqual(["a"]);
    expect((await db.collection("none").get()).size).toBe(0);
    expect((await db.collection("rooms").count().get()).data().count).toBe(1);
    expect((await db.getAll(room, db.doc("rooms/none"))).map((document) => document.exists)).toEqual([
      true,
      false,
    ]);
  });

  it("transacts, lists and is told of errors", async () => {
    const room = db.doc("rooms/a");
    await room.set({ n: 1 });
    const before = await db.runTransaction(async (transaction) => {
      const { size } = await transaction.get(db.collection("rooms"));
      transaction.update(room, { n: FieldValue.increment(1) });
      return size;
    });
    expect(before).toBe(1);
    expect((await room.get()).get("n")).toBe(2);
    expect((await db.listCollections()).map((collection) => collection.id)).toEqual(["rooms"]);
    expect((await db.collection("rooms").listDocuments()).map((document) => document.id)).toEqual(["a"]);
    await expect(db.doc("rooms/none").update({ n: 1 })).rejects.toMatchObject({ code: 5 });
  });
});
