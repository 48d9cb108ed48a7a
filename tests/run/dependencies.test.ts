import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./steps.ts";

/**
 * A call that begins while its channel goes away made older ones choose a connection for ever, in microtasks: the process
 * stands still. Source: grpc-node issue 2786, mended in 1.10.11. The Firestore SDK for browsers still asks for 1.9 in Node.
 */
const CALLS_END = [1, 10, 11];

interface Lock {
  packages: Record<string, { version?: string }>;
}

it("every gRPC client that is installed ends the calls of a channel that was closed", async () => {
  const { packages }: Lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
  const versions = Object.entries(packages)
    .filter(([path]) => path.endsWith("node_modules/@grpc/grpc-js"))
    .map(([path, { version = "" }]) => ({ path, version: version.split(".").map(Number) }));
  expect(versions.length).toBeGreaterThan(0);
  const older = versions.filter(({ version }) => {
    const at = CALLS_END.findIndex((wanted, index) => version[index] !== wanted);
    return at !== -1 && (version[at] ?? 0) < (CALLS_END[at] ?? 0);
  });
  expect(older).toEqual([]);
});
