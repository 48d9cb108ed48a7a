import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { statusOf, useEmulator } from "./fixture.ts";

const KEPT = 262_144;
let now = Date.parse("2026-05-01T12:00:00Z");
const running = useEmulator({ clock: () => now });

interface Asked {
  readonly name: string;
  readonly size?: number;
  readonly origin?: string;
}

/** As the backend does it: the SDK begins, somebody else sends. */
async function begin({ name, size, origin }: Asked): Promise<string> {
  const [uri] = await running()
    .bucket.file(name)
    .createResumableUpload({
      metadata: { contentType: "image/png", ...(size !== undefined && { contentLength: size }) },
      preconditionOpts: { ifGenerationMatch: 0 },
      ...(origin !== undefined && { origin }),
    });
  return uri;
}

const put = (uri: string, body: Uint8Array, range?: string, headers: Record<string, string> = {}) =>
  fetch(uri, {
    method: "PUT",
    body: body,
    headers: { ...headers, ...(range !== undefined && { "Content-Range": range }) },
  });
const status = (uri: string, total: number | "*") => put(uri, new Uint8Array(), `bytes */${total}`);
const download = async (name: string) => (await running().bucket.file(name).download())[0];

describe("resumable uploads", () => {
  it("takes everything in one request", async () => {
    const bytes = randomBytes(300_000);
    const uri = await begin({ name: "one", size: bytes.length });
    const answer = await put(uri, bytes);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ name: "one", size: "300000", contentType: "image/png" });
    expect((await download("one")).equals(bytes)).toBe(true);
  });

  it("takes chunks and says with 308 and Range how far it is", async () => {
    const bytes = randomBytes(KEPT * 2 + 17);
    const uri = await begin({ name: "chunks", size: bytes.length });
    expect((await status(uri, bytes.length)).headers.get("range")).toBeNull();
    for (const start of [0, KEPT]) {
      const answer = await put(
        uri,
        bytes.subarray(start, start + KEPT),
        `bytes ${start}-${start + KEPT - 1}/${bytes.length}`,
      );
      expect([answer.status, answer.headers.get("range")]).toEqual([308, `bytes=0-${start + KEPT - 1}`]);
    }
    const range = `bytes ${KEPT * 2}-${bytes.length - 1}/${bytes.length}`;
    expect((await put(uri, bytes.subarray(KEPT * 2), range)).status).toBe(200);
    expect((await download("chunks")).equals(bytes)).toBe(true);
  });

  it("answers 200 with the status in a header to clients that cannot see 308", async () => {
    const uri = await begin({ name: "hidden", size: 10 });
    const answer = await put(uri, new Uint8Array(), "bytes */10", { "X-GUploader-No-308": "yes" });
    expect([answer.status, answer.headers.get("x-http-status-code-override")]).toEqual([200, "308"]);
  });

  it("keeps whole multiples of 256 KiB of what breaks off, and goes on from there", async () => {
    const bytes = randomBytes(KEPT * 5);
    const uri = await begin({ name: "broken", size: bytes.length });
    running().emulator.faults.cutUploadsAfterBytes.push(KEPT + 5, 2 * KEPT + 9);
    await expect(put(uri, bytes)).rejects.toThrow();
    expect((await status(uri, bytes.length)).headers.get("range")).toBe(`bytes=0-${KEPT - 1}`);
    const rest = `bytes ${KEPT}-${bytes.length - 1}/${bytes.length}`;
    await expect(put(uri, bytes.subarray(KEPT), rest)).rejects.toThrow();
    expect((await status(uri, bytes.length)).headers.get("range")).toBe(`bytes=0-${3 * KEPT - 1}`);
    // Bytes that have arrived before are passed by.
    expect((await put(uri, bytes, `bytes 0-${bytes.length - 1}/${bytes.length}`)).status).toBe(200);
    expect((await download("broken")).equals(bytes)).toBe(true);
  });

  it("lets a newer request take over from one that hangs", async () => {
    const bytes = randomBytes(KEPT * 2);
    const uri = await begin({ name: "hanging", size: bytes.length });
    const hanging = request(uri, { method: "PUT", headers: { "Content-Length": bytes.length } });
    const broken = new Promise((resolve) => hanging.once("error", resolve));
    hanging.write(bytes.subarray(0, KEPT + 100));
    await expect.poll(() => running().emulator.context.sessions.find(uploadId(uri))?.writer.size).toBe(KEPT);
    expect((await status(uri, bytes.length)).headers.get("range")).toBe(`bytes=0-${KEPT - 1}`);
    await broken;
    const rest = `bytes ${KEPT}-${bytes.length - 1}/${bytes.length}`;
    expect((await put(uri, bytes.subarray(KEPT), rest)).status).toBe(200);
    expect((await download("hanging")).equals(bytes)).toBe(true);
  });

  it("answers a session that is done with its object, whatever is sent", async () => {
    const uri = await begin({ name: "done", size: 4 });
    await put(uri, Buffer.from("true"));
    const again = await put(uri, Buffer.from("lies"));
    expect([again.status, ((await again.json()) as { size: string }).size]).toEqual([200, "4"]);
    expect((await status(uri, 4)).status).toBe(200);
    expect((await download("done")).toString()).toBe("true");
  });

  it("takes neither more nor less than was declared", async () => {
    const uri = await begin({ name: "bounded", size: 5 });
    expect((await put(uri, Buffer.from("123456"))).status).toBe(400);
    expect((await put(uri, Buffer.from("123456"), "bytes 0-5/6")).status).toBe(400);
    expect((await put(uri, Buffer.from("123"))).status).toBe(308);
    expect(await chunked(uri, "123456789")).toBe(400);
    expect(await running().bucket.file("bounded").exists()).toEqual([false]);
    expect((await put(uri, Buffer.from("12345"))).status).toBe(200);
  });

  it("refuses a second object of the same name at the end too", async () => {
    const [first, second] = [
      await begin({ name: "twice", size: 1 }),
      await begin({ name: "twice", size: 1 }),
    ];
    expect((await put(first, Buffer.from("a"))).status).toBe(200);
    expect((await put(second, Buffer.from("b"))).status).toBe(412);
    expect((await download("twice")).toString()).toBe("a");
    expect(await statusOf(begin({ name: "twice", size: 1 }))).toBe(412);
  });

  it("takes an object whose size nobody knew", async () => {
    const uri = await begin({ name: "unknown" });
    const bytes = randomBytes(KEPT + 3);
    expect((await put(uri, bytes.subarray(0, KEPT), `bytes 0-${KEPT - 1}/*`)).status).toBe(308);
    const last = `bytes ${KEPT}-${bytes.length - 1}/${bytes.length}`;
    expect((await put(uri, bytes.subarray(KEPT), last)).status).toBe(200);
    expect((await download("unknown")).equals(bytes)).toBe(true);
  });

  it("takes nothing that leaves a gap", async () => {
    const uri = await begin({ name: "gap", size: 10 });
    const answer = await put(uri, Buffer.from("89"), "bytes 8-9/10");
    expect([answer.status, answer.headers.get("range")]).toEqual([308, null]);
  });

  it.each(["bytes", "bytes 5-2/10", "bytes 0-10/10", "octets 0-1/2", "bytes -1-2/3", "bytes 0-1/1e3"])(
    "refuses Content-Range %s",
    async (range) => {
      const uri = await begin({ name: `malformed ${range}`, size: 10 });
      expect((await put(uri, Buffer.from("12"), range)).status).toBe(400);
    },
  );

  it("ends by DELETE and after a week", async () => {
    const cancelled = await begin({ name: "cancelled", size: 3 });
    expect((await fetch(cancelled, { method: "DELETE" })).status).toBe(499);
    expect((await put(cancelled, Buffer.from("abc"))).status).toBe(404);
    const old = await begin({ name: "old", size: 3 });
    now += 7 * 24 * 3_600_000;
    expect((await put(old, Buffer.from("abc"))).status).toBe(410);
  });
});

describe("pages", () => {
  const origin = "https://shop.example";
  const preflight = (uri: string, from: string) =>
    fetch(uri, {
      method: "OPTIONS",
      headers: {
        Origin: from,
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "content-range",
      },
    });

  it("lets the origin that began the session send and read", async () => {
    const uri = await begin({ name: "page", size: 3, origin });
    const allowed = await preflight(uri, origin);
    expect(allowed.headers.get("access-control-allow-origin")).toBe(origin);
    expect(allowed.headers.get("access-control-allow-methods")).toContain("PUT");
    expect(allowed.headers.get("access-control-allow-headers")).toBe("content-range");
    const incomplete = await status(uri, 3);
    expect(incomplete.headers.get("access-control-expose-headers")).toContain("Range");
    const refused = await put(uri, Buffer.from("12345"));
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([400, origin]);
  });

  it("lets no other origin through, and none when no page began it", async () => {
    const uri = await begin({ name: "page of another", size: 3, origin });
    const other = await preflight(uri, "https://evil.example");
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
    const server = await begin({ name: "no page", size: 3 });
    expect((await preflight(server, origin)).headers.get("access-control-allow-origin")).toBeNull();
    expect((await put(server, Buffer.from("abc"))).headers.get("access-control-allow-origin")).toBeNull();
  });
});

const uploadId = (uri: string): string => new URL(uri).searchParams.get("upload_id") ?? "";

/** A body whose length no header tells. */
function chunked(uri: string, text: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(uri, { method: "PUT", headers: { "Transfer-Encoding": "chunked" } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.once("error", reject);
    sent.end(text);
  });
}
