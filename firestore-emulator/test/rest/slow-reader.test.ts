import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../src/index.ts";

const DATABASE = { projectId: "demo-slow", databaseId: "(default)" };
const DOCUMENTS = 400;

let emulator: Emulator;
const warnings: Error[] = [];
const remember = (warning: Error): void => void warnings.push(warning);

beforeAll(async () => {
  process.on("warning", remember);
  emulator = await startEmulator();
  const { store } = emulator.context.databases.get(DATABASE);
  store.commit(
    Array.from({ length: DOCUMENTS }, (_, at) => ({
      kind: "set",
      name: `${store.root}/large/d${at}`,
      fields: new Map([["data", "x".repeat(50_000)]]),
      transforms: [],
    })),
  );
});

afterAll(async () => {
  process.off("warning", remember);
  await emulator.stop();
});

it("a stream that its reader makes wait again and again keeps no listeners, and arrives whole", async () => {
  const { store } = emulator.context.databases.get(DATABASE);
  const query = { structuredQuery: { from: [{ collectionId: "large" }] } };
  const request = httpRequest(`http://127.0.0.1:${emulator.port}/v1/${store.root}:runQuery`, {
    method: "POST",
  });
  request.end(JSON.stringify(query));
  const [response] = await once(request, "response");
  let text = "";
  for await (const chunk of response) {
    text += chunk;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(JSON.parse(text)).toHaveLength(DOCUMENTS);
  expect(warnings.map(({ name }) => name)).not.toContain("MaxListenersExceededWarning");
});
