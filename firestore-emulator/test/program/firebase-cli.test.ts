import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PROGRAM } from "./running-program.ts";

/** The Firebase CLI as it is, without Java and without a download: `firestore-emulator exec -- firebase emulators:exec`. */

const require = createRequire(import.meta.url);
const FIREBASE = require.resolve("firebase-tools/lib/bin/firebase.js");
const NODE_MODULES = join(import.meta.dirname, "..", "..", "..", "node_modules");
/** No login, no check for updates, no search for a cloud machine's metadata server, plain text. */
const QUIET = { CI: "1", NO_UPDATE_NOTIFIER: "1", METADATA_SERVER_DETECTION: "none", NO_COLOR: "1" };

const FUNCTIONS = `
const { initializeApp } = require("firebase-admin/app");
const { getFirestore } = require("firebase-admin/firestore");
const v1 = require("firebase-functions/v1");
const { onDocumentWritten } = require("firebase-functions/v2/firestore");
initializeApp();
exports.first = v1.firestore.document("rooms/{room}").onUpdate((change, { params }) =>
  getFirestore().doc("seen/first").set({ ...params, before: change.before.get("topic"), after: change.after.get("topic") }));
exports.second = onDocumentWritten("rooms/{room}", ({ params, data }) =>
  getFirestore().doc("seen/second-" + data.before.exists).set({ ...params, topic: data.after.get("topic") }));
`;
const SCRIPT = `
const { initializeApp } = require("firebase-admin/app");
const { getFirestore } = require("firebase-admin/firestore");
initializeApp({ projectId: "demo-cli" });
const db = getFirestore();
const done = new Promise((resolve) => db.collection("seen").onSnapshot(({ docs }) => docs.length === 3 && resolve(docs)));
(async () => {
  await db.doc("rooms/a").set({ topic: "tea" });
  await db.doc("rooms/a").set({ topic: "milk" });
  const docs = await done;
  console.log("SEEN" + JSON.stringify(Object.fromEntries(docs.map((document) => [document.id, document.data()]))) + "SEEN");
  process.exit(7);
})();
`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "firestore-cli-"));
  const [firestore, websocketPort, functions, hub, logging, eventarc, tasks] = await freePorts(7);
  const at = (port: number | undefined) => ({ host: "127.0.0.1", port });
  const files = {
    "firebase.json": JSON.stringify({
      firestore: { rules: "firestore.rules" },
      functions: [{ source: "functions", codebase: "default", runtime: "nodejs20" }],
      emulators: {
        firestore: { ...at(firestore), websocketPort },
        functions: at(functions),
        hub: at(hub),
        logging: at(logging),
        eventarc: at(eventarc),
        tasks: at(tasks),
        ui: { enabled: false },
      },
    }),
    "firestore.rules": "service cloud.firestore {}",
    "functions/package.json": JSON.stringify({ main: "index.js", engines: { node: "20" } }),
    "functions/index.js": FUNCTIONS,
    "functions/script.cjs": SCRIPT,
  };
  await mkdir(join(folder, "functions"));
  await symlink(NODE_MODULES, join(folder, "functions", "node_modules"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it("functions of both generations are told of changes, and the status is the script's", {
  timeout: 120_000,
}, async () => {
  const cli = [
    process.execPath,
    FIREBASE,
    "emulators:exec",
    "--project",
    "demo-cli",
    "--only",
    "firestore,functions",
  ];
  const child = spawn(process.execPath, [PROGRAM, "exec", "--", ...cli, "node functions/script.cjs"], {
    cwd: folder,
    env: { ...process.env, ...QUIET },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const [code] = await once(child, "close");
  const [, seen = "{}"] = /SEEN(.*)SEEN/.exec(output) ?? [];
  expect({ code, seen: JSON.parse(seen) }, output).toEqual({
    code: 7,
    seen: {
      first: { room: "a", before: "tea", after: "milk" },
      "second-false": { room: "a", topic: "tea" },
      "second-true": { room: "a", topic: "milk" },
    },
  });
});

async function freePorts(count: number): Promise<number[]> {
  const probes = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(probes.map((probe) => once(probe, "listening")));
  const ports = probes.map((probe) => {
    const address = probe.address();
    return typeof address === "object" && address ? address.port : 0;
  });
  await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
  return ports;
}
