import grpc from "@grpc/grpc-js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../src/index.ts";
import { LISTEN_LIMITS } from "../../src/listen/limits.ts";
import { serviceDefinition } from "../../src/server/grpc-server.ts";

const DATABASE = { projectId: "demo-slow", databaseId: "(default)" };
const UPDATES = 300;
const UPDATE_CHARS = 500_000;

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});

afterAll(() => emulator.stop());

it("a listener that does not read is cut off before what waits for it fills the memory", async () => {
  const { store } = emulator.context.databases.get(DATABASE);
  const client = new grpc.Client(`127.0.0.1:${emulator.port}`, grpc.credentials.createInsecure());
  const { path, requestSerialize, responseDeserialize } = serviceDefinition.Listen as grpc.MethodDefinition<
    object,
    object
  >;
  const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, new grpc.Metadata());
  const database = "projects/demo-slow/databases/(default)";
  const structuredQuery = { from: [{ collectionId: "large" }] };
  const isCurrent = new Promise((resolve) => call.once("data", resolve));
  const status = new Promise<grpc.StatusObject>((resolve) => call.once("status", resolve));
  call.on("error", () => {});
  call.write({
    database,
    addTarget: { targetId: 1, query: { parent: `${database}/documents`, structuredQuery } },
  });
  await isCurrent;
  call.pause();
  for (let at = 0; at < UPDATES; at++) {
    const fields = new Map([["data", String(at).padEnd(UPDATE_CHARS, "x")]]);
    store.commit([{ kind: "set", name: `${store.root}/large/one`, fields, transforms: [] }]);
    await new Promise((resolve) => setImmediate(resolve));
  }
  let got = 0;
  call.on("data", () => got++);
  call.resume();
  expect(await status).toMatchObject({ code: grpc.status.RESOURCE_EXHAUSTED });
  // What the network took, what the stream may hold for it, and what was allowed to wait.
  expect(got).toBeLessThan(64 + (2 * LISTEN_LIMITS.MAX_WAITING_BYTES) / UPDATE_CHARS + 100);
  client.close();
});
