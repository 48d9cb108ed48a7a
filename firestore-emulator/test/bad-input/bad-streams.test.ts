import { request } from "node:http";
import { connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RawStream } from "../listen/raw-stream.ts";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";
import { RawChannel } from "../webchannel/raw-channel.ts";

const PROJECT = "demo-bad-input";
const DATABASE = `projects/${PROJECT}/databases/(default)`;
const RUNS = 150;

let emulator: EmulatorUnderTest;

beforeAll(async () => {
  emulator = await startUnderTest();
});

afterAll(() => emulator.stop());

/** The emulator still answers, whatever it was sent before. */
async function answers(): Promise<void> {
  const response = await fetch(`http://${emulator.address}/`);
  expect(response.status).toBe(200);
}

const PATH = `/v1/${DATABASE}/documents`;

/** Anything that JSON can say, with our own field names and odd numbers among it. */
const names = fc.constantFrom(
  ...[
    "database",
    "addTarget",
    "removeTarget",
    "targetId",
    "query",
    "structuredQuery",
    "from",
    "where",
    "fieldFilter",
  ],
  ...[
    "writes",
    "update",
    "fields",
    "mapValue",
    "arrayValue",
    "values",
    "streamToken",
    "name",
    "limit",
    "__proto__",
  ],
  ...[
    "integerValue",
    "nullValue",
    "timestampValue",
    "orderBy",
    "startAt",
    "constructor",
    "expectedCount",
    "op",
  ],
);
const leaves = fc.oneof(
  fc.constantFrom(
    null,
    true,
    -1,
    0,
    1.5,
    1e300,
    "",
    "NaN",
    DATABASE,
    `${DATABASE}/documents`,
    "2026-01-01T00:00:00Z",
  ),
  fc.string(),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    leaves,
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(names, tie("json"), { maxKeys: 4 }),
  ),
}));

describe("REST", () => {
  const methods = [
    ":commit",
    ":runQuery",
    ":batchGet",
    ":runAggregationQuery",
    ":batchWrite",
    ":beginTransaction",
    "/rooms",
  ];

  it("answers any JSON with a status of its own", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...methods), json, async (method, body) => {
        const response = await fetch(`http://${emulator.address}${PATH}${method}`, {
          method: "POST",
          headers: { authorization: "Bearer owner" },
          body: JSON.stringify(body),
        });
        expect(response.status).not.toBe(500);
        JSON.parse(await response.text());
      }),
      { numRuns: RUNS },
    );
    await answers();
  });

  it("answers any bytes, methods and paths with a status", async () => {
    const verbs = fc.constantFrom("GET", "POST", "PATCH", "DELETE", "PUT");
    await fc.assert(
      fc.asyncProperty(verbs, fc.webPath(), fc.uint8Array({ maxLength: 200 }), async (verb, path, bytes) => {
        const body = verb === "GET" ? null : bytes.slice();
        const url = `http://${emulator.address}/v1/${path.replace(/^\/+/, "")}`;
        const response = await fetch(url, { method: verb, body });
        await response.arrayBuffer();
        expect(response.status).toBeGreaterThanOrEqual(200);
        expect(response.status).not.toBe(500);
      }),
      { numRuns: RUNS },
    );
    await answers();
  });

  it("refuses JSON that nests without end and bodies that are too large", async () => {
    const depth = 50_000;
    const deep = `{"writes":[{"update":{"name":"x","fields":{"a":${'{"arrayValue":{"values":['.repeat(depth)}`;
    expect(
      (await fetch(`http://${emulator.address}${PATH}:commit`, { method: "POST", body: deep })).status,
    ).toBe(400);
    const closed = `{"fields":{"a":${'{"mapValue":{"fields":{"a":'.repeat(2_000)}{"nullValue":null}${"}}}".repeat(2_000)}}}`;
    expect(
      (await fetch(`http://${emulator.address}${PATH}/rooms`, { method: "POST", body: closed })).status,
    ).toBe(400);
    expect(await postEndlessly(`${PATH}:commit`)).toBe(400);
    await answers();
  });
});

/** Posts until the server answers; returns the status. */
function postEndlessly(path: string): Promise<number> {
  const chunk = Buffer.alloc(1_048_576, "a");
  return new Promise((resolve, reject) => {
    const { host, port } = emulator;
    const upload = request({ host, port, path, method: "POST" }, (response) => {
      resolve(response.statusCode ?? 0);
      upload.destroy();
    });
    let answered = false;
    upload.once("response", () => {
      answered = true;
    });
    upload.on("error", (error) => {
      if (!answered) reject(error);
    });
    const more = (): void => {
      if (!answered && !upload.destroyed) upload.write(chunk, more);
    };
    more();
  });
}

describe("WebChannel", () => {
  it("answers any form in a handshake", async () => {
    const keys = fc.constantFrom(
      "count",
      "ofs",
      "req0___data__",
      "req1___data__",
      "req99999999999999___data__",
      "headers",
    );
    const values = fc.oneof(
      fc.string(),
      fc.constantFrom("1", "2", "-1", "1e9", "999999999999999"),
      json.map((value) => JSON.stringify(value) ?? ""),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(keys, values), { maxLength: 6 }), async (form) => {
        const channel = new RawChannel(emulator.address, "Listen");
        const response = await fetch(channel.url({ RID: "1" }), {
          method: "POST",
          body: new URLSearchParams(form).toString(),
        });
        expect([200, 400, 401]).toContain(response.status);
        await response.arrayBuffer();
      }),
      { numRuns: RUNS },
    );
    await answers();
  });

  it.each(["Listen", "Write"] as const)(
    "ends a %s stream whose messages make no sense, and only that",
    async (rpc) => {
      await fc.assert(
        fc.asyncProperty(fc.array(json, { minLength: 1, maxLength: 4 }), async (messages) => {
          const channel = new RawChannel(emulator.address, rpc);
          await channel.open(...(messages as object[]));
          await channel.poll(0, { TO: "5" });
          await channel.terminate();
          expect((await channel.get(0, { CI: "1" })).status).toBe(400);
        }),
        { numRuns: RUNS },
      );
      await answers();
    },
  );

  it("answers any parameters of a back channel", async () => {
    const channel = new RawChannel(emulator.address, "Listen");
    await channel.open({ database: DATABASE });
    const parameters = fc.record({
      AID: fc.oneof(fc.string(), fc.constantFrom("-1", "0", "99999999999", "NaN")),
      TO: fc.constantFrom("1", "0.5", "2"),
      TYPE: fc.constantFrom("xmlhttp", "html", ""),
    });
    await fc.assert(
      fc.asyncProperty(parameters, async ({ AID, TO, TYPE }) => {
        const response = await channel.get(0, { CI: "1", AID, TO, TYPE });
        expect(response.status).toBe(200);
        await response.text();
      }),
      { numRuns: 40 },
    );
    await channel.terminate();
    await answers();
  });
});

describe("gRPC", () => {
  it.each(["Listen", "Write"] as const)(
    "ends a %s stream that is sent nonsense with a status",
    async (rpc) => {
      await fc.assert(
        fc.asyncProperty(
          fc.dictionary(fc.constantFrom("database", "streamId"), fc.string(), { maxKeys: 2 }),
          async (message) => {
            const stream = new RawStream(emulator.address, rpc, "Bearer owner");
            stream.send(message);
            stream.send({ ...message, addTarget: {}, writes: [{}] });
            stream.finish();
            expect((await stream.ended()).code).toBeGreaterThan(0);
            stream.close();
          },
        ),
        { numRuns: 40 },
      );
      await answers();
    },
  );

  /** Resolves when the emulator has closed the connection on which these bytes were all that came. */
  function closedAfter(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      const socket = connect(emulator.port, emulator.host, () => socket.end(bytes));
      socket.on("error", () => resolve());
      socket.on("close", () => resolve());
      socket.resume();
    });
  }

  const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  it.each([
    ["half a preface", "PRI * HTTP/2.0\r\n"],
    ["another preface", "PRI * HTTP/3.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0"],
    ["half a frame", `${PREFACE}\0\0`],
    ["another frame than SETTINGS", `${PREFACE}\0\0\0\x06\0\0\0\0\0`],
    ["half a setting", `${PREFACE}\0\0\x08\x04\0\0\0\0\0\0\0\0\0\0\0\0\0`],
    ["settings of a stream", `${PREFACE}\0\0\0\x04\0\0\0\0\x05`],
    ["too large a SETTINGS frame", `${PREFACE}\xcf\x21\xe4\x04\x1a\x4e\xd5\x3e\x84`],
  ])("closes a connection that begins with %s", async (_, bytes) => {
    await closedAfter(Buffer.from(bytes, "latin1"));
    await answers();
  });

  it("outlives bytes that are no protocol at all", async () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(fc.boolean(), bytes, async (asHttp2, noise) => {
        await closedAfter(Buffer.concat([Buffer.from(asHttp2 ? PREFACE : ""), noise]));
      }),
      { numRuns: 60 },
    );
    await answers();
  });
});
