/**
 * `npm run store-release`: keeps what an upgrade from this version has to deal with, in `releases/<version>`: the
 * documents that its backend stores (a morning of fifty chats, as an export), and the backend itself as one file.
 * Run once for each release; what it wrote is never changed afterwards.
 */
import { existsSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import {
  createExportFolder,
  describeFirestoreExport,
  FIRESTORE_EXPORT_NAME,
} from "../../firestore-emulator/src/export/export-folder.ts";
import { startEmulator } from "../../firestore-emulator/src/index.ts";
import { RunningEmulator } from "../../local/data/running-emulator.ts";
import { startReleased } from "./backend.ts";
import { playChats } from "./play-chats.ts";

const root = join(import.meta.dirname, "..", "..");
const PROJECT_ID = "demo-livechat";
const STARTED_AT = Date.parse("2026-03-02T09:00:00Z");

const { version }: { version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const folder = join(import.meta.dirname, "releases", version);
if (existsSync(folder)) throw new Error(`${folder} is there: a release is stored once.`);
await mkdir(folder, { recursive: true });

await build({
  entryPoints: [join(import.meta.dirname, "backend.ts")],
  outfile: join(folder, "backend.js"),
  absWorkingDir: root,
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20.19",
  format: "esm",
  plugins: [
    {
      name: "npm packages stay outside",
      setup: (builder) =>
        builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
          kind === "entry-point" || path.startsWith("@livechat/") ? undefined : { path, external: true },
        ),
    },
  ],
});

let millis = STARTED_AT;
let ids = 0;
const emulator = await startEmulator({ projectId: PROJECT_ID, clock: () => millis });
const firestore = `${emulator.host}:${emulator.port}`;
const backend = startReleased({
  projectId: PROJECT_ID,
  firestore,
  now: () => new Date(millis),
  newId: () => `released${String(++ids).padStart(12, "0")}`,
});
await playChats(backend, (seconds) => {
  millis += seconds * 1000;
});
await createExportFolder(folder);
const running = new RunningEmulator({ FIRESTORE_EMULATOR_HOST: firestore, GCLOUD_PROJECT: PROJECT_ID });
await running.post(":export", {
  database: running.database,
  export_directory: folder,
  export_name: FIRESTORE_EXPORT_NAME,
});
await describeFirestoreExport(folder);
await backend.stop();
await emulator.stop();
console.log(`Stored ${version} in ${folder}`);
