import type { ServerResponse } from "node:http";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { BackChannel } from "./back-channel.ts";
import { WEBCHANNEL_LIMITS } from "./limits.ts";
import { ChannelSession } from "./session.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});

afterEach(() => {
  vi.useRealTimers();
});

function openSession() {
  const onEnd = vi.fn();
  const session = new ChannelSession("s", onEnd);
  session.handshake();
  const stream = { receive: vi.fn(), close: vi.fn() };
  session.start(stream);
  return { session, stream, onEnd };
}

/** A back channel over a stream in memory; `text` is what the client has got. */
function backChannel(session: ChannelSession, streaming: boolean) {
  const response = new PassThrough() as PassThrough & { flushHeaders(): void };
  response.flushHeaders = () => {};
  const back = new BackChannel(response as unknown as ServerResponse, {
    streaming,
    onSilence: () => session.push('["noop"]'),
  });
  return { back, response, text: (): string => String(response.read() ?? "") };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it("ends when its client has had no back channel for a while", () => {
  const { stream, onEnd } = openSession();
  vi.advanceTimersByTime(WEBCHANNEL_LIMITS.SESSION_IDLE_MS - 1);
  expect(onEnd).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onEnd).toHaveBeenCalledOnce();
  expect(stream.close).toHaveBeenCalledOnce();
});

it("lives while a back channel is attached, kept busy with noops", async () => {
  const { session, onEnd } = openSession();
  const { back, text } = backChannel(session, true);
  session.attach(back, 0);
  expect(text()).toBe('14\n[[1,["noop"]]]');
  for (let silence = 0; silence < 3; silence++) {
    vi.advanceTimersByTime(WEBCHANNEL_LIMITS.KEEPALIVE_MS);
    await turn();
    expect(text()).toContain("noop");
  }
  expect(onEnd).not.toHaveBeenCalled();
  session.end();
});

it("sends much news in several chunks and, past a size, over several back channels", async () => {
  const { session } = openSession();
  const item = JSON.stringify(["x".repeat(100_000)]);
  for (let n = 0; n < 60; n++) session.push(item);
  const first = backChannel(session, true);
  session.attach(first.back, 0);
  let got = first.text();
  while (first.back.isOpen) {
    await turn();
    got += first.text();
  }
  got += first.text();
  expect(got.length).toBeGreaterThan(WEBCHANNEL_LIMITS.BACK_CHANNEL_BYTES);
  const last = Number(/.*\[(\d+),\["x/s.exec(got)?.[1]);
  expect(last).toBeLessThan(60);
  const second = backChannel(session, true);
  session.attach(second.back, last);
  await turn();
  expect(second.text()).toContain(`[[${last + 1},["x`);
  session.end();
});

it("gives up a client that leaves too much waiting", () => {
  const { session, onEnd } = openSession();
  const item = JSON.stringify(["x".repeat(WEBCHANNEL_LIMITS.MAX_QUEUED_CHARS / 4)]);
  for (let n = 0; n < 4; n++) session.push(item);
  expect(onEnd).toHaveBeenCalledOnce();
});

it("pauses while the browser does not take what is written, and goes on when it does", async () => {
  const { session } = openSession();
  const { back, response } = backChannel(session, true);
  session.attach(back, 0);
  const payload = (at: number): string => `["${String(at).padEnd(10_000, "x")}"]`;
  for (let at = 0; at < 100; at++) {
    session.push(payload(at));
    await turn();
  }
  expect(response.writableNeedDrain).toBe(true);
  // What the stream of Node takes in before it asks to wait, and no more.
  expect(response.writableLength + response.readableLength).toBeLessThan(100_000);
  let text = "";
  response.on("data", (chunk) => {
    text += chunk;
  });
  await expect.poll(() => [...text.matchAll(/\["(\d+)x/g)].map(([, at]) => Number(at))).toHaveLength(100);
  expect([...text.matchAll(/\["(\d+)x/g)].map(([, at]) => Number(at))).toEqual(
    Array.from({ length: 100 }, (_, at) => at),
  );
});

it("holds its streams back until the client acknowledges", () => {
  const { session } = openSession();
  const ready = vi.fn();
  session.onReady(ready);
  const large = `["${"x".repeat(WEBCHANNEL_LIMITS.WINDOW_CHARS / 2)}"]`;
  session.push(large);
  expect(session.isReady).toBe(true);
  session.push(large);
  expect(session.isReady).toBe(false);
  session.acknowledge(1);
  expect(session.isReady).toBe(true);
  expect(ready).toHaveBeenCalledOnce();
});
