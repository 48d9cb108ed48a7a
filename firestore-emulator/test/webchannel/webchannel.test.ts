import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";
import { type NumberedArray, parseChunks, RawChannel } from "./raw-channel.ts";

const PROJECT = "demo-channel";
const DATABASE = `projects/${PROJECT}/databases/(default)`;
const ROOMS = { parent: `${DATABASE}/documents`, structuredQuery: { from: [{ collectionId: "rooms" }] } };
const ADD_ROOMS = { database: DATABASE, addTarget: { targetId: 2, query: ROOMS } };

let emulator: EmulatorUnderTest;
let channel: RawChannel;

beforeAll(async () => {
  emulator = await startUnderTest();
});

afterAll(() => emulator.stop());

beforeEach(async () => {
  await emulator.clear(PROJECT);
  channel = new RawChannel(emulator.address, "Listen");
});

async function setRoom(id: string, fields: object = {}): Promise<void> {
  const url = `http://${emulator.address}/v1/${DATABASE}/documents/rooms/${id}`;
  const response = await fetch(url, {
    method: "PATCH",
    headers: { authorization: "Bearer owner" },
    body: JSON.stringify({ fields }),
  });
  expect(response.status).toBe(200);
}

interface Message {
  readonly targetChange?: {
    targetChangeType?: string;
    targetIds?: number[];
    readTime?: string;
    resumeToken?: string;
  };
  readonly documentChange?: { document: { name: string; fields?: object }; targetIds?: number[] };
  readonly error?: { status: string; message: string };
}

function messages(arrays: readonly NumberedArray[]): Message[] {
  return arrays.map(([, [message]]) => message as Message);
}

function isSnapshot({ targetChange }: Message): boolean {
  return (
    targetChange !== undefined && targetChange.targetIds === undefined && targetChange.readTime !== undefined
  );
}

describe("the handshake", () => {
  it("opens a session and says protocol, server version and keep-alive", async () => {
    const response = await channel.open(ADD_ROOMS);
    expect(response.status).toBe(200);
    const [[id, hello] = [-1, []]] = parseChunks(await response.text());
    expect(id).toBe(0);
    expect(hello[0]).toBe("c");
    expect(String(hello[1])).toMatch(/^[\w-]{16,}$/);
    expect(hello.slice(2)).toEqual(["", 8, expect.any(Number), 30_000]);
    expect(response.headers.get("x-http-session-id")).toBeTruthy();
  });

  it("lets pages of this machine in, with credentials", async () => {
    const { headers } = await channel.open(ADD_ROOMS);
    expect(headers.get("access-control-allow-origin")).toBe("http://page.localhost:5000");
    expect(headers.get("access-control-allow-credentials")).toBe("true");
    expect(headers.get("access-control-expose-headers")?.toLowerCase()).toContain("x-http-session-id");
  });

  it("is preceded by a preflight where the browser wants one", async () => {
    const response = await fetch(channel.url({}), {
      method: "OPTIONS",
      headers: {
        origin: "http://page.localhost:5000",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,x-goog-api-client",
      },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-headers")).toBe("authorization,x-goog-api-client");
    expect(response.headers.get("access-control-allow-origin")).toBe("http://page.localhost:5000");
  });

  it("takes headers from $httpHeaders in the address as well", async () => {
    const form = channel.form([ADD_ROOMS]);
    const headers = "Authorization:Bearer a.b.c\r\n";
    const response = await fetch(channel.url({ RID: "1", $httpHeaders: headers }), {
      method: "POST",
      body: form,
    });
    channel.sid = String(parseChunks(await response.text())[0]?.[1]?.[1]);
    const arrays = await channel.poll(0);
    expect(messages(arrays)[0]?.error?.status).toBe("UNAUTHENTICATED");
  });

  it("as a GET with $req keeps its answer open as the back channel", async () => {
    const abort = new AbortController();
    const parameters = {
      RID: "1",
      SID: "null",
      $req: channel.form([ADD_ROOMS]),
      $httpHeaders: "Authorization:Bearer owner",
    };
    const response = await fetch(channel.url(parameters), { signal: abort.signal });
    const hello = JSON.parse(response.headers.get("x-http-initial-response") ?? "null") as NumberedArray[];
    expect(hello[0]?.[1]?.[0]).toBe("c");
    const reader = new ChunkReader(response);
    expect((await reader.until(isSnapshot)).length).toBeGreaterThan(2);
    abort.abort();
  });
});

describe("long polling", () => {
  it("answers with what is there and holds the next request until there is news", async () => {
    await setRoom("a", { n: { integerValue: "1" } });
    await channel.open(ADD_ROOMS);
    const first = await channel.pollUntil(isSnapshot);
    const types = messages(first).map(
      (message) => message.targetChange?.targetChangeType ?? (message.documentChange ? "doc" : "NO_CHANGE"),
    );
    expect(types).toEqual(["ADD", "doc", "CURRENT", "NO_CHANGE"]);
    const last = first.at(-1)?.[0] ?? 0;
    const waiting = channel.poll(last);
    await setRoom("b", { s: { stringValue: "é𝄞\ud800" } });
    const news = await waiting;
    expect(news[0]?.[0]).toBe(last + 1);
    expect(messages(news)[0]?.documentChange?.document.name).toBe(`${DATABASE}/documents/rooms/b`);
  });

  it("answers a silent poll with a noop after the time that the client asks for", async () => {
    await channel.open(ADD_ROOMS);
    const first = await channel.pollUntil(isSnapshot);
    const last = first.at(-1)?.[0] ?? 0;
    expect(await channel.poll(last, { TO: "20" })).toEqual([[last + 1, ["noop"]]]);
  });

  it("sends again what was not acknowledged", async () => {
    await setRoom("a");
    await channel.open(ADD_ROOMS);
    const first = await channel.pollUntil(isSnapshot);
    expect(await channel.poll(0)).toEqual(first);
    const half = first[1]?.[0] ?? 0;
    expect(await channel.poll(half)).toEqual(first.slice(2));
  });
});

describe("streaming", () => {
  it("sends a first array at once and then each snapshot as it happens", async () => {
    await channel.open(ADD_ROOMS);
    const abort = new AbortController();
    const response = await channel.get(0, { CI: "0" }, abort.signal);
    const reader = new ChunkReader(response);
    await reader.until(isSnapshot);
    await setRoom("a");
    const news = await reader.until(isSnapshot);
    expect(messages(news)[0]?.documentChange?.targetIds).toEqual([2]);
    abort.abort();
  });

  it("is taken over by a newer back channel without losing anything", async () => {
    await channel.open(ADD_ROOMS);
    const old = await channel.get(0, { CI: "0" });
    const reader = new ChunkReader(old);
    const seen = await reader.until(isSnapshot);
    const last = seen.at(-1)?.[0] ?? 0;
    const waiting = channel.poll(last);
    await setRoom("a");
    const news = await waiting;
    expect(messages(news)[0]?.documentChange).toBeDefined();
    expect(await reader.ended()).toBe(true);
  });

  it("sends a noop at once when nothing else waits, so that clients see that no proxy buffers", async () => {
    await channel.open(ADD_ROOMS);
    const first = await channel.pollUntil(isSnapshot);
    const abort = new AbortController();
    const response = await channel.get(first.at(-1)?.[0] ?? 0, { CI: "0" }, abort.signal);
    const arrays = await new ChunkReader(response).next();
    expect(arrays[0]?.[1]).toEqual(["noop"]);
    abort.abort();
  });
});

describe("the forward channel", () => {
  it("answers with the state of the back channel", async () => {
    await channel.open(ADD_ROOMS);
    const first = await channel.pollUntil(isSnapshot);
    const [, last] = await channel.send({ database: DATABASE, removeTarget: 2 });
    expect(last).toBeGreaterThanOrEqual(first.at(-1)?.[0] ?? 0);
  });

  it("takes repeated messages once and early ones in order", async () => {
    await channel.open(ADD_ROOMS);
    const add = (targetId: number): string =>
      encodeURIComponent(JSON.stringify({ database: DATABASE, addTarget: { targetId, query: ROOMS } }));
    await channel.post(`count=1&ofs=2&req0___data__=${add(6)}`);
    await channel.post(`count=1&ofs=1&req0___data__=${add(4)}`);
    await channel.post(`count=2&ofs=1&req0___data__=${add(4)}&req1___data__=${add(6)}`);
    await channel.send();
    const arrays = await channel.pollUntil((message: Message) => message.targetChange?.targetIds?.[0] === 6);
    const added = messages(arrays).filter((message) => message.targetChange?.targetChangeType === "ADD");
    expect(added.map((message) => message.targetChange?.targetIds)).toEqual([[2], [4], [6]]);
    expect(messages(arrays).some((message) => message.error)).toBe(false);
  });

  it("takes integer enums and original field names", async () => {
    const structured_query = {
      from: [{ collection_id: "rooms" }],
      where: { field_filter: { field: { field_path: "n" }, op: 5, value: { integer_value: "1" } } },
    };
    await setRoom("a", { n: { integerValue: "1" } });
    await channel.open({
      database: DATABASE,
      add_target: { target_id: 8, query: { parent: `${DATABASE}/documents`, structured_query } },
    });
    const arrays = await channel.pollUntil(isSnapshot);
    expect(messages(arrays).find((message) => message.documentChange)?.documentChange?.targetIds).toEqual([
      8,
    ]);
  });
});

describe("errors", () => {
  it("an unknown session is 400 with the words that the client looks for", async () => {
    channel.sid = "gone";
    const response = await channel.get(0, { CI: "0" });
    expect(response.status).toBe(400);
    expect((await response.text()).indexOf("Unknown SID")).toBeGreaterThan(0);
    expect((await channel.post("count=0")).status).toBe(400);
  });

  it("a message that fits no request ends the stream with its status, then close", async () => {
    await channel.open({ database: DATABASE, addTarget: { targetId: 2, qery: ROOMS } });
    const arrays = await channel.poll(0);
    expect(messages(arrays)[0]?.error).toMatchObject({ status: "INVALID_ARGUMENT", code: 400 });
    expect(arrays.at(-1)?.[1]).toEqual(["close"]);
  });

  it("a failed write ends its stream with the status", async () => {
    const write = new RawChannel(emulator.address, "Write");
    await write.open({ database: DATABASE });
    const [[last, [hello]] = [0, []]] = await write.poll(0);
    const { streamToken } = hello as { streamToken: string };
    const update = { name: `${DATABASE}/documents/rooms/none`, fields: {} };
    await write.send({ streamToken, writes: [{ update, currentDocument: { exists: true } }] });
    expect(messages(await write.poll(last))[0]?.error).toMatchObject({ status: "NOT_FOUND" });
  });

  it("termination forgets the session", async () => {
    await channel.open(ADD_ROOMS);
    expect((await channel.terminate()).status).toBe(200);
    expect((await channel.get(0, { CI: "1" })).status).toBe(400);
  });

  it("dropped streams end with UNAVAILABLE", async () => {
    await channel.open(ADD_ROOMS);
    const first = await channel.pollUntil(isSnapshot);
    emulator.emulator?.faults.dropStreams();
    expect(messages(await channel.poll(first.at(-1)?.[0] ?? 0))[0]?.error?.status).toBe("UNAVAILABLE");
  });
});

/** Reads a streaming back channel chunk by chunk. */
class ChunkReader {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private readonly decoder = new TextDecoder();
  private text = "";
  private queue: NumberedArray[] = [];

  constructor(response: Response) {
    if (!response.body) throw new Error("The answer has no body.");
    this.reader = response.body.getReader();
  }

  async until(fits: (message: Message) => boolean): Promise<NumberedArray[]> {
    for (;;) {
      const at = this.queue.findIndex(([, [message]]) => fits(message as Message));
      if (at >= 0) return this.queue.splice(0, at + 1).filter(([, [message]]) => message !== "noop");
      this.queue.push(...(await this.next()));
    }
  }

  /** The arrays of the next complete chunk. */
  async next(): Promise<NumberedArray[]> {
    for (;;) {
      const newline = this.text.indexOf("\n");
      const end = newline + 1 + Number(this.text.slice(0, Math.max(newline, 0)));
      if (newline > 0 && this.text.length >= end) {
        const arrays = JSON.parse(this.text.slice(newline + 1, end)) as NumberedArray[];
        this.text = this.text.slice(end);
        return arrays;
      }
      const { done, value } = await this.reader.read();
      if (done) throw new Error("The back channel ended.");
      this.text += this.decoder.decode(value, { stream: true });
    }
  }

  async ended(): Promise<boolean> {
    for (;;) if ((await this.reader.read()).done) return true;
  }
}
