import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { compileRules } from "../../src/rules/decide/compile.ts";
import { RawStream } from "../listen/raw-stream.ts";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";

const PROJECT = "demo-write";
const DATABASE = `projects/${PROJECT}/databases/(default)`;

let emulator: EmulatorUnderTest;
let stream: RawStream;
let token: Buffer;

beforeAll(async () => {
  emulator = await startUnderTest();
});

afterAll(() => emulator.stop());

beforeEach(async () => {
  await emulator.clear(PROJECT);
  stream = new RawStream(emulator.address, "Write", "Bearer owner");
});

afterEach(() => stream.close());

const any = () => true;

async function handshake(): Promise<void> {
  stream.send({ database: DATABASE });
  const [response] = await stream.next(any);
  token = response?.streamToken ?? Buffer.alloc(0);
}

function set(id: string, fields: object): object {
  return { update: { name: `${DATABASE}/documents/rooms/${id}`, fields } };
}

function write(...writes: object[]): void {
  stream.send({ streamToken: token, writes });
}

describe("the handshake", () => {
  it("is answered with a stream id and token, and without results", async () => {
    stream.send({ database: DATABASE });
    const [response] = await stream.next(any);
    expect(response?.streamId).toMatch(/./);
    expect(response?.streamToken?.length).toBeGreaterThan(0);
    expect(response?.writeResults).toEqual([]);
  });

  it("must not contain writes", async () => {
    stream.send({ database: DATABASE, writes: [set("a", {})] });
    expect((await stream.ended()).code).toBe(3);
  });

  it("must name a database", async () => {
    stream.send({});
    expect((await stream.ended()).code).toBe(3);
  });

  it("cannot resume a stream that is not known", async () => {
    stream.send({ database: DATABASE, streamId: "yesterday's" });
    expect((await stream.ended()).code).toBe(3);
  });
});

describe("writes", () => {
  beforeEach(handshake);

  it("are answered in order, one result a write, each with a new token", async () => {
    for (let n = 0; n < 5; n++) write(set("a", { n: { integerValue: n } }), set("b", {}));
    const tokens = new Set<string>();
    for (let n = 0; n < 5; n++) {
      const [response] = await stream.next(any);
      expect(response?.writeResults).toHaveLength(2);
      expect(response?.commitTime).toBeDefined();
      tokens.add(String(response?.streamToken?.toString("hex")));
    }
    expect(tokens.size).toBe(5);
  });

  it("answer every transform with a result: arrays with null, numbers and times with the new value", async () => {
    write({
      ...set("a", {}),
      updateTransforms: [
        { fieldPath: "t", setToServerValue: 1 },
        { fieldPath: "n", increment: { integerValue: 2 } },
        { fieldPath: "l", appendMissingElements: { values: [{ stringValue: "x" }] } },
        { fieldPath: "m", removeAllFromArray: { values: [{ stringValue: "x" }] } },
        { fieldPath: "max", maximum: { doubleValue: 1.5 } },
      ],
    });
    const [response] = await stream.next(any);
    const results = response?.writeResults?.[0]?.transformResults ?? [];
    expect(results.map((result) => Object.keys(result)[0])).toEqual([
      "timestampValue",
      "integerValue",
      "nullValue",
      "nullValue",
      "doubleValue",
    ]);
  });

  it("an empty request is a commit of nothing", async () => {
    write();
    const [response] = await stream.next(any);
    expect(response?.writeResults).toEqual([]);
    expect(response?.commitTime).toBeDefined();
  });

  it("need a token of this stream", async () => {
    stream.send({ writes: [set("a", {})] });
    expect((await stream.ended()).code).toBe(3);
  });

  it("refuse a token that was not given out yet", async () => {
    stream.send({ streamToken: Buffer.from("ffffffffffffffff", "hex"), writes: [set("a", {})] });
    expect((await stream.ended()).code).toBe(3);
  });

  it.each([
    ["NOT_FOUND", 5, { currentDocument: { exists: true } }],
    ["FAILED_PRECONDITION", 9, { currentDocument: { updateTime: { seconds: 1 } } }],
  ])("a failed precondition ends the stream with %s", async (_name, code, more) => {
    if (code === 9) {
      write(set("a", {}));
      await stream.next(any);
    }
    write({ ...set("a", {}), ...more });
    expect((await stream.ended()).code).toBe(code);
  });

  it("ALREADY_EXISTS ends the stream", async () => {
    write(set("a", {}));
    await stream.next(any);
    write({ ...set("a", {}), currentDocument: { exists: false } });
    expect((await stream.ended()).code).toBe(6);
  });

  it("what was sent after a failed write is not written", async () => {
    write({ ...set("a", {}), currentDocument: { exists: true } });
    write(set("b", {}));
    await stream.ended();
    const database = emulator.emulator?.context.databases.get({
      projectId: PROJECT,
      databaseId: "(default)",
    });
    expect(database?.store.get(`${DATABASE}/documents/rooms/b`)).toBeUndefined();
  });

  it("all acknowledged before the end when the client finishes", async () => {
    write(set("a", {}));
    stream.finish();
    expect((await stream.ended()).code).toBe(0);
    expect(stream.responses).toHaveLength(1);
  });

  it("are aborted and dropped on request", async () => {
    emulator.emulator?.faults.set({ abortCommits: 1 });
    write(set("a", {}));
    expect((await stream.ended()).code).toBe(10);
  });
});

describe("under security rules", () => {
  it("a denied write ends the stream with PERMISSION_DENIED", async () => {
    const rules = emulator.emulator?.context.rules;
    rules?.set(PROJECT, compileRules("rules_version = '2'; service cloud.firestore {}"));
    stream.close();
    stream = new RawStream(emulator.address, "Write");
    await handshake();
    write(set("a", {}));
    expect((await stream.ended()).code).toBe(7);
    rules?.delete(PROJECT);
  });
});

it("a malformed token of the caller is UNAUTHENTICATED", async () => {
  const bad = new RawStream(emulator.address, "Write", "Bearer a.b.c");
  expect((await bad.ended()).code).toBe(16);
  bad.close();
});
