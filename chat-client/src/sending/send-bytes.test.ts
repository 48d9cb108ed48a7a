import { describe, expect, it } from "vitest";
import { FakeBrowser, settle } from "../../test/fakes.ts";
import { sendBytes } from "./send-bytes.ts";

const KIB = 1_024;

/** A store whose connection breaks where the script says: after so many bytes of a request, or with no answer. */
function store(size: number, script: (number | "no answer" | "lost answer" | number[])[] = []) {
  const browser = new FakeBrowser();
  const received = new Uint8Array(size);
  let arrived = 0;
  const requests: string[] = [];
  const fetch = async (_: unknown, init?: RequestInit): Promise<Response> => {
    const range = new Headers(init?.headers).get("Content-Range") ?? "";
    requests.push(range);
    init?.signal?.throwIfAborted();
    const next = range.startsWith("bytes */") ? undefined : script.shift();
    if (next === "no answer") throw new TypeError("Failed to fetch");
    if (Array.isArray(next)) return new Response(null, { status: next[0] ?? 500 });
    const start = Number(/^bytes (\d+)-/.exec(range)?.[1] ?? arrived);
    const bytes =
      init?.body instanceof Blob ? new Uint8Array(await init.body.arrayBuffer()) : new Uint8Array();
    const kept = typeof next === "number" ? bytes.subarray(0, next - (next % (256 * KIB))) : bytes;
    received.set(kept, start);
    arrived = Math.max(arrived, start + kept.length);
    if (typeof next === "number" || next === "lost answer") throw new TypeError("Failed to fetch");
    if (arrived === size) return new Response("{}", { status: 200 });
    const headers: Record<string, string> = arrived > 0 ? { Range: `bytes=0-${arrived - 1}` } : {};
    return new Response(null, { status: 308, headers });
  };
  const platform = { ...browser.tab(), fetch: fetch as typeof globalThis.fetch };
  return { browser, platform, requests, received };
}

function sending(size: number, script: Parameters<typeof store>[1] = []) {
  const made = store(size, script);
  const content = Uint8Array.from({ length: size }, (_, i) => (i * 7) % 251);
  const abort = new AbortController();
  const progress: number[] = [];
  const sent = sendBytes({
    url: "https://store.example/session",
    bytes: new Blob([content]),
    platform: made.platform,
    signal: abort.signal,
    onProgress: (arrived) => progress.push(arrived),
  });
  let outcome: string | null = null;
  sent.then(
    () => (outcome = "sent"),
    (error: Error) => (outcome = error.message),
  );
  return { ...made, content, abort, progress, outcome: () => outcome };
}

/** Until everything that can happen without time has happened; Blobs answer later than promises. */
async function until(check: () => boolean): Promise<void> {
  await expect.poll(check).toBe(true);
}

describe("sending bytes", () => {
  it("goes in pieces that grow, and tells how far it is", async () => {
    const { outcome, requests, progress, received, content } = sending(2_000 * KIB);
    await until(() => outcome() === "sent");
    expect(Buffer.compare(received, content)).toBe(0);
    expect(requests[0]).toBe(`bytes 0-${256 * KIB - 1}/${2_000 * KIB}`);
    expect(requests).toHaveLength(4);
    expect(progress.at(-1)).toBe(2_000 * KIB);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  it("asks after a break how much has arrived, and goes on from there", async () => {
    const size = 3_000 * KIB;
    const { outcome, browser, received, content, requests } = sending(size, [
      300 * KIB,
      "lost answer",
      "no answer",
    ]);
    for (let breaks = 0; breaks < 3; breaks += 1) {
      await settle();
      await until(() => browser.clock.waiting > 0 || outcome() !== null);
      await browser.clock.advance(4_000);
    }
    await until(() => outcome() === "sent");
    expect(Buffer.compare(received, content)).toBe(0);
    expect(requests.filter((range) => range.startsWith("bytes */"))).toHaveLength(3);
  });

  it("goes on at once when the network is back", async () => {
    const { outcome, browser } = sending(100, ["no answer"]);
    await until(() => browser.clock.waiting > 0);
    browser.network.set(true);
    await until(() => outcome() === "sent");
  });

  it("gives up after many failures without progress", async () => {
    const { outcome, browser } = sending(100, Array(20).fill([503]));
    // The store is away for questions too.
    for (let i = 0; i < 20 && outcome() === null; i += 1) {
      await until(() => browser.clock.waiting > 0 || outcome() !== null);
      await browser.clock.advance(30_000);
    }
    expect(outcome()).toBe("The file store cannot be reached.");
  });

  it("ends with what the store refuses, and when it is aborted", async () => {
    const refused = sending(100, [[412]]);
    await until(() => refused.outcome() !== null);
    expect(refused.outcome()).toBe("The file store answered 412.");
    const aborted = sending(100, ["no answer"]);
    await until(() => aborted.browser.clock.waiting > 0);
    aborted.abort.abort(new Error("cancelled"));
    await until(() => aborted.outcome() !== null);
    expect(aborted.outcome()).toBe("cancelled");
    expect(aborted.browser.clock.waiting).toBe(0);
  });
});
