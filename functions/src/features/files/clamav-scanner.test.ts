import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { clamavScanner } from "./clamav-scanner.ts";

interface Spoken {
  command: string;
  bytes: Buffer;
}

/** A scan by a clamd that answers this; null: it hangs up. */
async function scanWith(answer: string | null, bytes: Buffer) {
  const spoken: Spoken[] = [];
  const server = createServer(async (socket) => {
    if (answer === null) return socket.destroy();
    const reading = new Promise<Spoken>((resolve) => {
      let held = Buffer.alloc(0);
      socket.on("data", (chunk: Buffer) => {
        held = Buffer.concat([held, chunk]);
        if (held.subarray(-4).equals(Buffer.alloc(4))) resolve(parse(held));
      });
    });
    spoken.push(await reading);
    return socket.end(`${answer}\0`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
  }
  try {
    const verdict = await clamavScanner({ host: "127.0.0.1", port }).scan(chunks());
    return { verdict, spoken: spoken[0] };
  } finally {
    server.close();
  }
}

/** What a client of clamd sends: the command, then chunks with their length before them, an empty one at the end. */
function parse(held: Buffer): Spoken {
  const start = held.indexOf(0) + 1;
  const parts: Buffer[] = [];
  let at = start;
  for (let length = held.readUInt32BE(at); length > 0; length = held.readUInt32BE(at)) {
    parts.push(held.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return { command: held.subarray(0, start).toString(), bytes: Buffer.concat(parts) };
}

describe("ClamAV", () => {
  it("gets the bytes as clamd wants them", async () => {
    const bytes = Buffer.alloc(3_500, "x");
    const { verdict, spoken } = await scanWith("stream: OK", bytes);
    expect(verdict).toBe("clean");
    expect(spoken?.command).toBe("zINSTREAM\0");
    expect(spoken?.bytes.equals(bytes)).toBe(true);
  });

  it("finds what clamd finds", async () => {
    const { verdict } = await scanWith("stream: Win.Test.EICAR_HDB-1 FOUND", Buffer.from("x"));
    expect(verdict).toBe("infected");
  });

  it.each(["INSTREAM size limit exceeded. ERROR", "", "stream: OK but"])(
    "is no verdict when it says %s",
    async (said) => {
      await expect(scanWith(said, Buffer.from("x"))).rejects.toThrow("The scanner answered");
    },
  );

  it("is no verdict when it hangs up", async () => {
    await expect(scanWith(null, Buffer.from("x"))).rejects.toThrow();
  });
});
