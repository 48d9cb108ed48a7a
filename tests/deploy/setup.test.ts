import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VERSION } from "../../functions/src/platform/version.ts";
import { FUNCTIONS } from "../../ops/steps/function-steps.ts";
import type { Checkout } from "./checkout.ts";
import type { FakeGoogle } from "./google/google.ts";
import type { FakeSite } from "./google/site.ts";
import { API_KEY } from "./google/state.ts";
import { changesOf } from "./record.ts";
import { type DeployWorld, openWorld } from "./world.ts";

const PROJECT = "shop-1";
const SITE = "https://www.example.com";
const ARGUMENTS = [
  "--project",
  PROJECT,
  "--region",
  "europe-west1",
  "--site",
  SITE,
  "--admin",
  "ada@example.com",
  "--yes",
];
const PASSWORD = "a password of the tests";

interface Report {
  ok: boolean;
  steps: { id: string; result: string; found: string; cure?: string }[];
}

let world: DeployWorld;
let google: FakeGoogle;
let site: FakeSite;
let checkout: Checkout;

const environment = () => ({
  ...google.environment,
  FIRESTORE_EMULATOR_HOST: `${world.firestore.host}:${world.firestore.port}`,
  FIREBASE_AUTH_EMULATOR_HOST: "127.0.0.1:9099",
  LIVECHAT_ADMIN_PASSWORD: PASSWORD,
  BCRYPT_COST: "4",
});

async function run(name: string, args: readonly string[]) {
  const ran = await checkout.run(name, args, environment());
  return { ...ran, changes: changesOf(google.takeCalls()) };
}

const reportOf = (output: string): Report => JSON.parse(output.slice(output.indexOf("{\n")));

beforeAll(async () => {
  world = await openWorld(PROJECT);
  ({ google, site, checkout } = world);
});

afterAll(() => world.stop());

describe("from an empty project", () => {
  it("a dry run sends no change and says what it would do", async () => {
    const { code, output, changes } = await run("setup", [...ARGUMENTS, "--dry-run"]);
    expect(changes).toEqual([]);
    expect(output).toContain("would   The database is near the functions");
    expect(code).toBe(0);
    expect(existsSync(join(checkout.folder, "functions", `.env.${PROJECT}`))).toBe(false);
  });

  it("setup deploys everything, and sends what is recorded", async () => {
    const { code, output, changes } = await run("setup", ARGUMENTS);
    expect(output).not.toMatch(/^(FAILED|YOU)/m);
    expect(code).toBe(0);
    await expect(JSON.stringify(changes, null, 2)).toMatchFileSnapshot("expected/setup.json");
    expect(google.server.unknown).toEqual([]);
  });

  it("the database is in the region, protected, and can be restored", () => {
    expect(google.state.databases.get("(default)")).toMatchObject({
      locationId: "europe-west1",
      databaseEdition: "STANDARD",
      deleteProtectionState: "DELETE_PROTECTION_ENABLED",
      pointInTimeRecoveryEnablement: "POINT_IN_TIME_RECOVERY_ENABLED",
    });
  });

  it("every index and time to live is there", async () => {
    const file: { indexes: unknown[]; fieldOverrides: unknown[] } = JSON.parse(
      await checkout.read("firestore.indexes.json"),
    );
    expect(google.state.indexes.size).toBe(file.indexes.length);
    expect(google.state.fields.size).toBe(file.fieldOverrides.length);
  });

  it("the functions run in the region as an account of their own, with the project's variables", () => {
    const deployed = [...google.state.functions.values()];
    expect(deployed).toHaveLength(FUNCTIONS.length);
    for (const { name, serviceConfig } of deployed) {
      expect(name).toContain("/locations/europe-west1/");
      expect(serviceConfig.serviceAccountEmail).toMatch(/^firebase-fn-\d+@shop-1\.iam/);
      expect(serviceConfig.environmentVariables).toMatchObject({
        WEB_API_KEY: API_KEY,
        LIVECHAT_REGION: "europe-west1",
      });
    }
  });

  it("stored data of a new project is not migrated, but told its version", () => {
    const [task] = google.state.tasks;
    expect(task?.queue).toMatch(/queues\/migrate$/);
    expect(JSON.parse(Buffer.from(task?.httpRequest.body, "base64").toString())).toEqual({
      data: { new: true },
    });
  });

  it("the demo page and the list of links are not published", () => {
    const { files } = google.state.versions.get(google.state.liveVersion ?? "") ?? {};
    expect(Object.keys(files)).toContain("/widget.js");
    expect(Object.keys(files).filter((file) => /^\/(index\.html|demo)/.test(file))).toEqual([]);
  });

  it("the admin signs in through the deployed pages", async () => {
    const response = await fetch(`${site.url}/v1/auth/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ email: "ada@example.com", password: PASSWORD }),
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      agent: { role: "admin" },
      firebase: { config: { apiKey: API_KEY } },
    });
  });

  it("a visitor of the company's site starts a chat", async () => {
    const response = await fetch(`${site.url}/v1/widget/session`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: SITE },
      body: JSON.stringify({ message: "Hello" }),
    });
    expect(response.status).toBe(201);
    expect(response.headers.get("access-control-allow-origin")).toBe(SITE);
  });
});

describe("a second time", () => {
  it("setup makes nothing again", async () => {
    const { code, output, changes } = await run("setup", ARGUMENTS);
    expect(output).not.toMatch(/^(FAILED|YOU)/m);
    expect(code).toBe(0);
    await expect(JSON.stringify(changes, null, 2)).toMatchFileSnapshot("expected/setup-again.json");
  });
});

describe("doctor", () => {
  const sweepRan = () => {
    for (const job of google.state.jobs.values()) job.lastAttemptTime = new Date().toISOString();
  };

  it("finds nothing wrong after setup, and sends no change", async () => {
    sweepRan();
    const { code, output, changes } = await run("doctor", ["--project", PROJECT, "--json"]);
    const report = reportOf(output);
    expect(report.steps.filter(({ result }) => result !== "ok")).toEqual([]);
    expect(report.steps.find(({ id }) => id === "answers")?.found).toBe(`version ${VERSION}`);
    expect(changes).toEqual([]);
    expect(code).toBe(0);
  });
});

describe("teardown", () => {
  it("removes nothing until the project's id is given", async () => {
    const { output, changes } = await run("teardown", ["--project", PROJECT, "--confirm", "another-one"]);
    expect(output).toContain("removes  function api");
    expect(output).toContain("stays    database (default) with all chats");
    expect(output).toContain("Nothing was removed.");
    expect(changes).toEqual([]);
  });

  it("removes all but the database, and finds nothing more then", async () => {
    const { code, output } = await run("teardown", ["--project", PROJECT, "--confirm", PROJECT]);
    expect(output).not.toContain("FAILED");
    expect(code).toBe(0);
    const { functions, queues, jobs, secrets, alertPolicies, metrics, budgets, databases } = google.state;
    for (const gone of [functions, queues, jobs, secrets, alertPolicies, metrics, budgets])
      expect(gone.size).toBe(0);
    expect(databases.size).toBe(1);
    const again = reportOf((await run("teardown", ["--project", PROJECT, "--json"])).output) as unknown as {
      left: { removable: boolean }[];
    };
    expect(again.left.filter(({ removable }) => removable)).toEqual([]);
  });
});
