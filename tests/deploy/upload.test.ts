import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_REGION } from "../../functions/src/platform/deployment.ts";
import { FUNCTIONS, QUEUES } from "../../ops/steps/function-steps.ts";
import { type FirebaseConfig, filesToUpload, readJson, root } from "./cli.ts";

const run = promisify(execFile);
const config = readJson<FirebaseConfig>("firebase.json");
const source = join(root, config.functions[0].source);

let files: string[] = [];
let uploaded = "";

beforeAll(async () => {
  files = await filesToUpload(source, config.functions[0].ignore);
  uploaded = await mkdtemp(join(tmpdir(), "livechat-upload-"));
  for (const file of files) await cp(join(source, file), join(uploaded, file));
});

afterAll(() => rm(uploaded, { recursive: true, force: true }));

describe("what would be uploaded", () => {
  it("is the bundle and its manifest, and lock file, without sources, tests or secrets", () => {
    expect(files).toEqual(["lib/index.js", "lib/index.js.map", "package-lock.json", "package.json"]);
  });

  it("names no package that npm cannot install", async () => {
    const { name, workspaces } = readJson<{ name: string; workspaces: string[] }>("package.json");
    const ours = workspaces.map((folder) => readJson<{ name: string }>(`${folder}/package.json`).name);
    const manifest = await readFile(join(uploaded, "package.json"), "utf8");
    const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(manifest);
    expect(Object.keys(dependencies).filter((dependency) => [name, ...ours].includes(dependency))).toEqual(
      [],
    );
    expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it("installs alone without dev dependencies and exports every function", async () => {
    // npm ci refuses a lock file that does not agree with package.json.
    await run("npm", ["ci", "--omit=dev", "--no-audit", "--no-fund"], { cwd: uploaded });
    const program = `import("./lib/index.js").then((it) => console.log(JSON.stringify(Object.keys(it).sort())))`;
    const { stdout } = await run(process.execPath, ["-e", program], { cwd: uploaded });
    expect(JSON.parse(stdout)).toEqual(FUNCTIONS);
  });

  it("is discovered as the CLI does it, in one region, with the secret", async () => {
    const manifest = join(uploaded, "functions.yaml");
    const binary = join(
      uploaded,
      "node_modules",
      "firebase-functions",
      "lib",
      "bin",
      "firebase-functions.js",
    );
    await run(process.execPath, [binary, uploaded], {
      cwd: uploaded,
      env: { ...process.env, FUNCTIONS_MANIFEST_OUTPUT_PATH: manifest, GCLOUD_PROJECT: "demo-livechat" },
    });
    const { endpoints }: { endpoints: Record<string, Endpoint> } = JSON.parse(
      await readFile(manifest, "utf8"),
    );
    expect(Object.keys(endpoints).sort()).toEqual(FUNCTIONS);
    for (const endpoint of Object.values(endpoints)) {
      expect(endpoint).toMatchObject({ platform: "gcfv2", region: [DEFAULT_REGION] });
      expect(endpoint.secretEnvironmentVariables).toContainEqual({ key: "JWT_SECRET" });
    }
    const queues: readonly string[] = QUEUES;
    for (const name of FUNCTIONS) {
      const kind = name === "sweep" ? "schedule" : queues.includes(name) ? "task queue" : "http";
      expect([name, kindOf(endpoints[name])]).toEqual([name, kind]);
    }
  });
});

it("Hosting passes requests on only to functions that there are, wherever they are", () => {
  const targets = config.hosting.rewrites.flatMap((rewrite) => rewrite.function ?? []);
  expect(new Set(targets.map((target) => target.functionId))).toEqual(new Set(["api", "widget"]));
  // Without a region the Firebase CLI takes the one of the deployed function.
  expect(targets.filter((target) => target.region !== undefined)).toEqual([]);
});

interface Endpoint {
  platform: string;
  region: string[];
  secretEnvironmentVariables: { key: string }[];
  httpsTrigger?: object;
  taskQueueTrigger?: object;
  scheduleTrigger?: object;
}

function kindOf(endpoint: Endpoint | undefined): string | undefined {
  if (endpoint?.httpsTrigger) return "http";
  if (endpoint?.taskQueueTrigger) return "task queue";
  return endpoint?.scheduleTrigger && "schedule";
}
