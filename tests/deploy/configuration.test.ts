import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, it } from "vitest";
import { startEmulator } from "../../firestore-emulator/src/index.ts";
import { DEFAULT_PORTS } from "../../local/ports/ports.ts";
import { configProblems, type FirebaseConfig, guardIndexes, guardRuntime, readJson, root } from "./cli.ts";

const config = readJson<FirebaseConfig>("firebase.json");

it("firebase.json passes the CLI's own check", () => {
  expect(configProblems(config)).toEqual([]);
  expect(configProblems({ ...config, functons: [] })).toHaveLength(1);
});

it(".firebaserc passes the CLI's own schema", () => {
  const validate = new Ajv({ strict: false }).compile(
    readJson("node_modules/firebase-tools/schema/firebaserc.json"),
  );
  expect(validate(readJson(".firebaserc"))).toBe(true);
});

it("the CLI takes firestore.indexes.json", () => {
  const indexes = readJson<{ indexes: unknown[] }>("firestore.indexes.json");
  expect(() => guardIndexes(indexes)).not.toThrow();
  expect(() => guardIndexes({ indexes: [{ collectionGroup: "agents" }] })).toThrow();
});

it("the rules and indexes load together", async () => {
  const emulator = await startEmulator({
    rules: readFileSync(join(root, "firestore.rules"), "utf8"),
    indexes: readFileSync(join(root, "firestore.indexes.json"), "utf8"),
  });
  await emulator.stop();
});

it("the CLI still deploys the runtime", () => {
  expect(() => guardRuntime(config.functions[0].runtime)).not.toThrow();
  expect(() => guardRuntime("nodejs18")).toThrow("decommissioned");
});

it("the runtime is the one that package.json names", () => {
  const { engines } = readJson<{ engines: { node: string } }>("functions/package.json");
  expect(config.functions[0].runtime).toBe(`nodejs${engines.node}`);
});

it("npm start takes the ports that firebase.json names", () => {
  // The local Cloud Storage is ours; the CLI, which would start its own, must not know of it.
  const { storage, ...ports } = DEFAULT_PORTS;
  expect(config.emulators.storage).toBeUndefined();
  expect(Object.values(ports)).not.toContain(storage);
  const named = Object.entries(ports).map(([name, port]) => [name, { host: "127.0.0.1", port }]);
  expect(config.emulators).toMatchObject(Object.fromEntries(named));
});
