import { expect, it } from "vitest";
import { functionsLock, type Lock } from "./functions-lock.ts";

const lock: Lock = {
  name: "livechat",
  version: "1.0.0",
  lockfileVersion: 3,
  packages: {
    "": { version: "1.0.0" },
    functions: {
      name: "livechat-functions",
      version: "1.0.0",
      dependencies: { "my-functions": "1.0.0", clock: "2.0.0" },
      devDependencies: { types: "^1.0.0" },
    },
    "functions/node_modules/clock": { version: "2.0.0" },
    "node_modules/my-functions": {
      version: "1.0.0",
      dependencies: { parser: "^3.0.0" },
      peerDependencies: { socket: "^1.0.0", mocks: "^1.0.0" },
      peerDependenciesMeta: { mocks: { optional: true } },
      optionalDependencies: { native: "^1.0.0" },
      dev: true,
    },
    "node_modules/my-functions/node_modules/parser": { version: "3.1.0" },
    "node_modules/parser": { version: "1.0.0" },
    "node_modules/socket": { version: "1.2.0" },
    "node_modules/mocks": { version: "1.0.0", dev: true },
    "node_modules/types": { version: "1.0.1", dev: true },
    "node_modules/vite": { version: "8.0.0", dev: true },
  },
};

it("holds what the functions need, where Node looks for it, and nothing else", () => {
  const { packages } = functionsLock(lock);
  expect(Object.keys(packages)).toEqual([
    "",
    "node_modules/clock",
    "node_modules/my-functions",
    "node_modules/my-functions/node_modules/parser",
    "node_modules/socket",
    "node_modules/types",
  ]);
  expect(packages["node_modules/clock"]?.version).toBe("2.0.0");
});

it("marks what only development needs, and that alone", () => {
  const { packages } = functionsLock(lock);
  const dev = Object.entries(packages).filter(([, entry]) => entry.dev);
  expect(dev.map(([place]) => place)).toEqual(["node_modules/types"]);
});

it("puts another version than the functions' own below who needs it", () => {
  const packages = {
    ...lock.packages,
    "node_modules/clock": { version: "1.0.0" },
    "node_modules/my-functions": { version: "1.0.0", dependencies: { clock: "^1.0.0" } },
  };
  const made = functionsLock({ ...lock, packages }).packages;
  expect(made["node_modules/clock"]?.version).toBe("2.0.0");
  expect(made["node_modules/my-functions/node_modules/clock"]?.version).toBe("1.0.0");
});
