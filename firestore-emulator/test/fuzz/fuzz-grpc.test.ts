import { connect } from "node:net";
import grpc from "@grpc/grpc-js";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../src/index.ts";
import { firestoreService, messageType } from "../../src/proto/protos.ts";
import { arbitraryMessage } from "./arbitrary-message.ts";

const SERVICE = "/google.firestore.v1.Firestore";
const MAX_MESSAGE_BYTES = 100 * 1_048_576;
/** Long enough for a busy machine; a call that takes longer hangs. */
const DEADLINE_MS = 15_000;
const raw = (bytes: Buffer) => bytes;

let emulator: Emulator;
let client: grpc.Client;

beforeAll(async () => {
  emulator = await startEmulator({ transactions: { maxLockWaitMs: 50 } });
  client = new grpc.Client(`${emulator.host}:${emulator.port}`, grpc.credentials.createInsecure(), {
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
});

afterAll(async () => {
  client.close();
  await emulator.stop();
});

/** Sends one message as it is on any kind of RPC and resolves to the status that the call ends with. */
function statusOf(name: string, message: Uint8Array): Promise<{ code: number; details: string }> {
  return new Promise((resolve) => {
    const metadata = new grpc.Metadata();
    metadata.set("authorization", "Bearer owner");
    const options = { deadline: Date.now() + DEADLINE_MS };
    const stream = client.makeBidiStreamRequest(`${SERVICE}/${name}`, raw, raw, metadata, options);
    stream.on("data", () => {});
    stream.on("error", () => {}); // The status says it.
    stream.on("status", resolve);
    stream.write(Buffer.from(message));
    stream.end();
  });
}

async function expectAlive(): Promise<void> {
  const { code } = await statusOf("Rollback", new Uint8Array());
  expect(code).toBe(grpc.status.INVALID_ARGUMENT);
}

const methods = firestoreService.methodsArray.map(({ name, requestType }) => ({ name, requestType }));

describe.each(methods)("$name", ({ name, requestType }) => {
  test("answers random bytes with a status", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const { code } = await statusOf(name, bytes);
        expect(code).not.toBe(grpc.status.DEADLINE_EXCEEDED);
      }),
      { numRuns: 40 },
    );
    await expectAlive();
  });

  test("answers messages that decode, but make no sense, with anything but an internal error", async () => {
    const type = messageType(requestType);
    await fc.assert(
      fc.asyncProperty(arbitraryMessage(type), async (message) => {
        const { code, details } = await statusOf(name, type.encode(message).finish());
        expect(
          [grpc.status.INTERNAL, grpc.status.UNKNOWN, grpc.status.DEADLINE_EXCEEDED],
          details,
        ).not.toContain(code);
      }),
      { numRuns: 150 },
    );
    await expectAlive();
  });
});

test("an unknown RPC and an unknown service are UNIMPLEMENTED", async () => {
  expect((await statusOf("DropAllTables", new Uint8Array())).code).toBe(grpc.status.UNIMPLEMENTED);
  const other = await new Promise<number>((resolve) => {
    client.makeUnaryRequest("/google.pubsub.v1.Publisher/Publish", raw, raw, Buffer.alloc(0), (error) =>
      resolve(error?.code ?? grpc.status.OK),
    );
  });
  expect(other).toBe(grpc.status.UNIMPLEMENTED);
});

test("a huge message is refused, and the server goes on", async () => {
  const name = "projects/demo-fuzz/databases/(default)/documents/visitors/ada";
  const bytes = { bytesValue: new Uint8Array(70 * 1_048_576) };
  const update = messageType("UpdateDocumentRequest")
    .encode({ document: { name, fields: { bytes } } })
    .finish();
  expect([grpc.status.RESOURCE_EXHAUSTED, grpc.status.INVALID_ARGUMENT]).toContain(
    (await statusOf("UpdateDocument", update)).code,
  );
  await expectAlive();
});

test("values nested a thousand deep are refused, not followed", async () => {
  const name = "projects/demo-fuzz/databases/(default)/documents/visitors/ada";
  let value: Uint8Array = messageType("Value").encode({ booleanValue: true }).finish();
  const ENTRY_OF_MAP = 0x0a;
  const MAP_VALUE = 0x32;
  for (let depth = 0; depth < 1_000; depth++) {
    const entry = delimited([ENTRY_OF_MAP, 1, 0x61, 0x12], value);
    value = delimited([MAP_VALUE], delimited([ENTRY_OF_MAP], entry));
  }
  const fields = delimited([0x12], delimited([ENTRY_OF_MAP, 1, 0x61, 0x12], value));
  const document = Buffer.concat([messageType("Document").encode({ name }).finish(), fields]);
  const { code } = await statusOf("UpdateDocument", delimited([0x0a], document));
  expect([grpc.status.INVALID_ARGUMENT, grpc.status.INTERNAL]).toContain(code);
  await expectAlive();
});

/** Prefix, length as a varint, bytes. */
function delimited(prefix: number[], bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(prefix), protobufLength(bytes.length), bytes]);
}

function protobufLength(length: number): Uint8Array {
  const bytes: number[] = [];
  let rest = length;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return Uint8Array.from([...bytes, rest]);
}

test("sockets that speak nothing, half a preface or noise do not disturb others", async () => {
  const noise = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 300 }),
    fc.constantFrom(
      "PRI",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "GET / HTTP/9.9\r\n\r\n",
      "POST /v1 HTTP/1.1\r\nContent-Length: 9\r\n\r\n{",
    ),
  );
  await fc.assert(
    fc.asyncProperty(noise, async (bytes) => {
      const socket = connect(emulator.port, emulator.host);
      socket.on("error", () => {}); // Being cut off is one of the right answers.
      await new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
      socket.destroy();
    }),
    { numRuns: 50 },
  );
  await expectAlive();
});
