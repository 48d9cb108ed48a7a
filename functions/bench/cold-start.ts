import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildFunctions } from "../../scripts/build/functions.ts";

const ROUNDS = 15;
const root = join(import.meta.dirname, "..", "..");
const folder = join(root, ".artifacts", "bench", "cold-start");
const bundle = pathToFileURL(join(root, "functions", "lib", "index.js")).href;

/** What every function has to load that uses Firestore: the least that is possible. */
const BARE = `
import { onRequest } from "firebase-functions/v2/https";
import { getApps, initializeApp } from "firebase-admin/app";
import { getFirestore } from "firebase-admin/firestore";
const app = getApps()[0] ?? initializeApp();
getFirestore(app);
export const api = onRequest((request, response) => {
  response.end("{}");
});
`;

/** Imports the module, serves its function, asks it once, and prints the milliseconds since the process began. */
const runner = (module: string, path: string) => `
import { createServer, get } from "node:http";
const { api } = await import(${JSON.stringify(module)});
const server = createServer((request, response) => api(request, response));
server.listen(0, "127.0.0.1", () => {
  get({ port: server.address().port, path: ${JSON.stringify(path)} }, (response) => {
    response.resume().on("end", () => {
      process.stdout.write(String(performance.now()), () => process.exit(response.statusCode === 200 ? 0 : 1));
    });
  });
});
`;

const ENVIRONMENT = {
  GCLOUD_PROJECT: "demo-bench",
  FIRESTORE_EMULATOR_HOST: "127.0.0.1:1",
  JWT_SECRET: "a-secret-for-the-benchmark-of-32-characters",
  FUNCTION_TARGET: "api",
  METADATA_SERVER_DETECTION: "none",
};

function startOnce(file: string): Promise<number> {
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env.PATH ?? "", ...ENVIRONMENT },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => {
      const millis = Number(printed.split("\n").at(-1));
      if (code === 0 && millis > 0) resolve(millis);
      else reject(new Error(`${file} ended with ${code}: ${printed}`));
    });
  });
}

/**
 * Fastest milliseconds from the start of the process to the first answer, of ours and of a bare function. The fastest, because
 * whatever else the machine does makes a start slower and never faster.
 */
export async function measureColdStart(): Promise<{ ours: number; bare: number }> {
  await buildFunctions();
  await mkdir(folder, { recursive: true });
  const files = {
    bareModule: join(folder, "bench-bare.mjs"),
    bare: join(folder, "bench-run-bare.mjs"),
    ours: join(folder, "bench-run-ours.mjs"),
  };
  await writeFile(files.bareModule, BARE);
  await writeFile(files.bare, runner("./bench-bare.mjs", "/"));
  await writeFile(files.ours, runner(bundle, "/v1/health"));
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await startOnce(files.ours));
    bare.push(await startOnce(files.bare));
  }
  return { ours: Math.min(...ours), bare: Math.min(...bare) };
}
