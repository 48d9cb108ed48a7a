/** A server in a process of its own: tells its port, and its memory and processor time when asked; ends with its parent. */
import { createServer } from "node:net";
import { startEmulator } from "../src/index.ts";

const HOST = "127.0.0.1";
const BYTES_PER_MEGABYTE = 1_000_000;
const MICROS_PER_MILLI = 1_000;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, HOST, resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

/** `@firestore-emulator/server` of npm, another emulator in TypeScript. */
async function startPeer(): Promise<number> {
  const { FirestoreServer } = await import("@firestore-emulator/server");
  const port = await freePort();
  await new FirestoreServer().start(port);
  return port;
}

const port = process.argv[2] === "peer" ? await startPeer() : (await startEmulator({ host: HOST })).port;
process.on("message", (question) => {
  if (question === "cpuMs") {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / MICROS_PER_MILLI });
    return;
  }
  globalThis.gc?.();
  if (question === "heapMegabytes") {
    const { heapUsed, external } = process.memoryUsage();
    process.send?.({ heapMegabytes: (heapUsed + external) / BYTES_PER_MEGABYTE });
    return;
  }
  process.send?.({ megabytes: process.memoryUsage().rss / BYTES_PER_MEGABYTE });
});
process.on("disconnect", () => process.exit());
process.send?.({ port });
