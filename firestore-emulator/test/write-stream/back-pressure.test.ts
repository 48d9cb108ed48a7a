import { afterAll, beforeAll, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../src/index.ts";
import { openWrite } from "../../src/write-stream/write-stream.ts";

const DATABASE = "projects/demo-writes/databases/(default)";

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});

afterAll(() => emulator.stop());

it("a stream that has enough to do asks for no more, until it has done some of it", async () => {
  const answers: { streamToken?: unknown }[] = [];
  const server = openWrite(
    { context: emulator.context, caller: { kind: "admin" }, header: () => undefined },
    { send: (response) => answers.push(response), end: () => {}, isReady: true, onReady: () => {} },
  );
  server.receive({ database: DATABASE });
  await expect.poll(() => answers).toHaveLength(1);
  const streamToken = answers[0]?.streamToken as Uint8Array;
  expect(server.whenRoom?.()).toBeUndefined();
  const write = (id: number) => ({ update: { name: `${DATABASE}/documents/a/d${id}`, fields: {} } });
  let accepted = 0;
  while (server.whenRoom?.() === undefined) server.receive({ streamToken, writes: [write(accepted++)] });
  expect(accepted).toBeLessThan(20);
  await server.whenRoom();
  server.receive({ streamToken, writes: [write(accepted++)] });
  await expect.poll(() => answers).toHaveLength(1 + accepted);
  server.close();
});
