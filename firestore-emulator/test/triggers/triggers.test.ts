import { GeoPoint } from "@google-cloud/firestore";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../src/index.ts";
import { messageType } from "../../src/proto/protos.ts";
import { callEndpoint } from "../control/http-call.ts";
import { serverSdk } from "../server-sdk.ts";
import { FunctionsEmulator } from "./functions-emulator.ts";

const PROJECT = "demo-triggers";
const BASE = `/emulator/v1/projects/${PROJECT}`;
const DATABASE = `projects/${PROJECT}/databases/(default)`;

let functions: FunctionsEmulator;
let emulator: Emulator;
let db: FirebaseFirestore.Firestore;
const logged: string[] = [];

beforeAll(async () => {
  functions = new FunctionsEmulator();
  const functionsEmulator = await functions.start();
  emulator = await startEmulator({ functionsEmulator, log: (message) => logged.push(message) });
  db = serverSdk({ address: `${emulator.host}:${emulator.port}` }, PROJECT);
});

afterAll(async () => {
  await db.terminate();
  await emulator.stop();
  functions.stop();
});

let keys: string[] = [];
beforeEach(() => {
  functions.events.length = 0;
  functions.status = 200;
});
afterEach(async () => {
  for (const key of keys) await callEndpoint(emulator, ["DELETE", `${BASE}/triggers/${key}`]);
  keys = [];
  emulator.clear();
});

async function first(key: string, event: string, documents: string): Promise<number> {
  keys.push(key);
  const eventType = `providers/cloud.firestore/eventTypes/document.${event}`;
  const eventTrigger = {
    eventType,
    resource: `${DATABASE}/documents/${documents}`,
    service: "firestore.googleapis.com",
  };
  return (await callEndpoint(emulator, ["PUT", `${BASE}/triggers/${key}`], { eventTrigger })).status;
}

async function second(key: string, event: string, document: string, database = "(default)"): Promise<number> {
  keys.push(key);
  const path = `${BASE}/eventarcTrigger?eventarcTriggerId=${key}`;
  const body = {
    eventType: `google.cloud.firestore.document.v1.${event}`,
    database,
    namespace: "(default)",
    document: { value: document, matchType: "PATH_PATTERN" },
  };
  return (await callEndpoint(emulator, ["POST", path], body)).status;
}

async function received(count: number) {
  await expect.poll(() => functions.events).toHaveLength(count);
  return functions.events;
}

describe("functions of the first generation", () => {
  it("are told of the documents before and after, and of the fields that changed", async () => {
    expect(await first("onWrite-0", "write", "rooms/{room}")).toBe(200);
    await db.doc("rooms/a").set({ topic: "tea", count: 1, nested: { x: 1, y: 2 } });
    await db.doc("rooms/a").update({ count: 2, "nested.y": 3 });
    await db.doc("rooms/a").delete();
    await db.doc("elsewhere/a").set({});
    const events = (await received(3)).map(({ url, headers, body }) => {
      expect(url).toBe(`/functions/projects/${PROJECT}/triggers/onWrite-0`);
      expect(headers["content-type"]).toBe("application/json");
      return JSON.parse(body);
    });
    const name = `${DATABASE}/documents/rooms/a`;
    for (const { context } of events) {
      expect(context).toMatchObject({
        eventId: expect.any(String),
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
        eventType: "providers/cloud.firestore/eventTypes/document.write",
        resource: { service: "firestore.googleapis.com", name },
      });
    }
    const [created, updated, deleted] = events.map(({ data }) => data);
    expect(created).toMatchObject({
      value: { name, fields: { topic: { stringValue: "tea" } } },
      oldValue: {},
    });
    expect(updated).toMatchObject({
      value: { fields: { count: { integerValue: "2" } }, updateTime: expect.any(String) },
      oldValue: { fields: { count: { integerValue: "1" } } },
      updateMask: { fieldPaths: ["count", "nested.y"] },
    });
    expect(deleted).toMatchObject({ value: {}, oldValue: { name } });
  });

  it("are told of what they wait for alone", async () => {
    await first("onCreate-0", "create", "rooms/{room}");
    await first("onUpdate-0", "update", "rooms/{room}");
    await first("onDelete-0", "delete", "rooms/{room}");
    const room = db.doc("rooms/a");
    await room.set({ n: 1 });
    await room.set({ n: 2 });
    // Writes nothing new, and is no event.
    await room.set({ n: 2 });
    await room.delete();
    const keysTold = (await received(3)).map(({ url }) => url.split("/").at(-1));
    expect(keysTold).toEqual(["onCreate-0", "onUpdate-0", "onDelete-0"]);
  });
});

describe("functions of the second generation", () => {
  it("get a CloudEvent with the protobuf message as base64", async () => {
    expect(await second("onRoom-0", "written", "rooms/{room}")).toBe(200);
    await db.doc("rooms/a").set({ topic: "tea", at: new GeoPoint(1, 2), list: [1, null, { deep: true }] });
    const [event] = await received(1);
    expect(event?.url).toBe(`/functions/projects/${PROJECT}/triggers/onRoom-0`);
    expect(event?.headers).toMatchObject({
      "content-type": "application/protobuf",
      "ce-specversion": "1.0",
      "ce-id": expect.any(String),
      "ce-type": "google.cloud.firestore.document.v1.written",
      "ce-source": `//firestore.googleapis.com/${DATABASE}`,
      "ce-subject": "documents/rooms/a",
      "ce-time": expect.stringMatching(/Z$/),
      "ce-document": "rooms/a",
      "ce-project": PROJECT,
      "ce-database": "(default)",
      "ce-namespace": "(default)",
    });
    const type = messageType("google.events.cloud.firestore.v1.DocumentEventData");
    const data = type.toObject(type.decode(Buffer.from(event?.body ?? "", "base64")), { longs: String });
    expect(data).toMatchObject({
      value: {
        name: `${DATABASE}/documents/rooms/a`,
        fields: {
          topic: { stringValue: "tea" },
          at: { geoPointValue: { latitude: 1, longitude: 2 } },
          list: { arrayValue: { values: [{ integerValue: "1" }, {}, { mapValue: {} }] } },
        },
      },
    });
    expect(data.oldValue).toBeUndefined();
  });

  it("of another database are not told", async () => {
    await second("other-0", "created", "rooms/{room}", "other");
    await second("own-0", "created", "{path=**}");
    await db.doc("rooms/a/messages/b").set({});
    expect((await received(1))[0]?.url).toMatch(/own-0$/);
  });

  it("with an auth context get one, and paths that no header holds are percent-encoded", async () => {
    await second("auth-0", "created.withAuthContext", "räume/{raum}");
    await db.doc("räume/küche").set({});
    const [event] = await received(1);
    expect(event?.headers).toMatchObject({
      "ce-type": "google.cloud.firestore.document.v1.created.withAuthContext",
      "ce-authtype": "unknown",
      "ce-document": "r%C3%A4ume/k%C3%BCche",
    });
  });
});

it("clearing and going back to a snapshot tell no function", async () => {
  await db.doc("rooms/a").set({});
  const snapshot = emulator.snapshot(PROJECT);
  await second("all-0", "written", "{path=**}");
  emulator.clear(PROJECT);
  emulator.restore(snapshot);
  await db.doc("rooms/b").set({});
  expect((await received(1))[0]?.headers["ce-document"]).toBe("rooms/b");
});

it("a function that fails is named in the log, and the write stands", async () => {
  functions.status = 500;
  await first("broken-0", "write", "rooms/{room}");
  await db.doc("rooms/a").set({});
  await expect.poll(() => logged).toContain("The function broken-0 answered its event with 500.");
  expect((await db.doc("rooms/a").get()).exists).toBe(true);
});

describe("what is no trigger", () => {
  it.each<[string, object]>([
    ["nothing", {}],
    [
      "an unknown event",
      { eventTrigger: { eventType: "google.pubsub", resource: `${DATABASE}/documents/a/{b}` } },
    ],
    ["no documents", { eventTrigger: { eventType: "google.firestore.document.write", resource: "a" } }],
  ])("of the first generation is refused: %s", async (_what, body) => {
    expect(await callEndpoint(emulator, ["PUT", `${BASE}/triggers/k`], body)).toMatchObject({ status: 400 });
  });

  it.each<[string, string, object]>([
    ["no key", "", { eventType: "google.cloud.firestore.document.v1.written" }],
    ["no document", "?eventarcTriggerId=k", { eventType: "google.cloud.firestore.document.v1.written" }],
    [
      "an unknown event",
      "?eventarcTriggerId=k",
      { eventType: "google.cloud.storage", document: { value: "a/{b}" } },
    ],
  ])("of the second generation is refused: %s", async (_what, query, body) => {
    const answer = await callEndpoint(emulator, ["POST", `${BASE}/eventarcTrigger${query}`], body);
    expect(answer).toMatchObject({ status: 400, json: { error: { status: "INVALID_ARGUMENT" } } });
  });
});
