import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { DEFAULT_PORTS, explainTaken, HOST, PORT_NAMES, type Ports, settlePorts } from "./ports.ts";

const anyFree = Object.fromEntries(PORT_NAMES.map((name) => [name, 0])) as unknown as Ports;
const holders: Server[] = [];

async function hold(): Promise<number> {
  const server = createServer();
  holders.push(server);
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

afterEach(async () => {
  await Promise.all(holders.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

describe("ports", () => {
  it("are all different when any will do", async () => {
    const ports = await settlePorts(anyFree);
    expect(new Set(Object.values(ports)).size).toBe(PORT_NAMES.length);
    expect(Object.values(ports).every((port) => port >= 20_000 && port < 32_000)).toBe(true);
  });

  it("that were chosen are kept", async () => {
    const hosting = await hold();
    await new Promise((resolve) => holders.pop()?.close(resolve));
    expect((await settlePorts({ ...anyFree, hosting })).hosting).toBe(hosting);
  });

  it("that are taken are refused with the holder and the way out", async () => {
    const hosting = await hold();
    await expect(settlePorts({ ...anyFree, hosting })).rejects.toThrow(
      new RegExp(
        `^Port ${hosting} \\(hosting\\) is taken by .+: end that program, or choose another port with npm start -- --port-hosting ${hosting + 10} or LIVECHAT_PORT_HOSTING=${hosting + 10}\\.$`,
      ),
    );
  });

  it("that were taken between the look and the use are refused in the same words", async () => {
    const firestore = await hold();
    const inUse = Object.assign(new Error("listen EADDRINUSE"), { code: "EADDRINUSE" });
    expect(String(await explainTaken(inUse, "firestore", firestore))).toMatch(
      /^Error: Port \d+ \(firestore\) is taken by/,
    );
    const other = new Error("no rules");
    expect(await explainTaken(other, "firestore", firestore)).toBe(other);
  });

  it("that nobody types give way, unless they were chosen", async () => {
    const hub = await hold();
    const { hub: chosen, ...others } = anyFree;
    expect(chosen).toBe(0);
    expect((await settlePorts(others)).hub).toBeGreaterThan(0);
    await expect(settlePorts({ ...anyFree, hub })).rejects.toThrow(`Port ${hub} (hub)`);
  });

  it("that are asked for twice are refused with both names", async () => {
    const ports = { ...anyFree, hosting: 23_456, auth: 23_456 };
    await expect(settlePorts(ports)).rejects.toThrow(
      "Port 23456 is asked for twice, for hosting and auth: choose another with npm start -- --port-auth 23466.",
    );
  });

  it("have different defaults", () => {
    expect(new Set(Object.values(DEFAULT_PORTS)).size).toBe(PORT_NAMES.length);
  });
});
