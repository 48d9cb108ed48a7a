import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DEMO_API_KEY } from "../../functions/src/platform/config.ts";
import { runSetup } from "../../ops/run/run-setup.ts";
import { steps } from "../../ops/steps/all.ts";
import { openFake } from "./open-fake.ts";
import { type DeployWorld, openWorld } from "./world.ts";

/** `firebase deploy` as a CI system runs it: no terminal, no script of ours before it, a dotenv file with the key alone. */
const PROJECT = "shop-3";
const DEPLOY = ["deploy", "--project", PROJECT, "--non-interactive", "--force"];

let world: DeployWorld;

const writeVariables = (text: string) =>
  writeFile(join(world.checkout.folder, "functions", `.env.${PROJECT}`), text);

beforeAll(async () => {
  world = await openWorld(PROJECT);
  const options = { dryRun: false, report: () => {}, begin: () => {}, wait: async () => {} };
  const needed = steps.filter(({ id }) => ["services", "web-app", "secret", "database"].includes(id));
  await runSetup(needed, await openFake(world.google, world.checkout), options);
});

afterAll(() => world.stop());

it.each([
  ["no key", "", "WEB_API_KEY is not set"],
  ["the demo's key", `WEB_API_KEY=${DEMO_API_KEY}\n`, "WEB_API_KEY is the demo's"],
])("is refused with %s, before anything is changed", async (_, variables, sentence) => {
  await writeVariables(variables);
  const { code, output } = await world.checkout.firebase(
    [...DEPLOY, "--only", "functions"],
    world.google.environment,
  );
  expect(code).not.toBe(0);
  expect(output).toContain(sentence);
  expect(world.google.state.functions.size).toBe(0);
});

it("asks nothing that has a default, and ends well", async () => {
  await writeVariables("WEB_API_KEY=AIza-of-the-shop\nLIVECHAT_REGION=asia-east1\nHTTP_MIN_INSTANCES=1\n");
  const { code, output } = await world.checkout.firebase(DEPLOY, world.google.environment);
  expect(output).toContain("Deploy complete!");
  expect(code).toBe(0);
  const { functions, versions, liveVersion } = world.google.state;
  const api = functions.get(`projects/${PROJECT}/locations/asia-east1/functions/api`);
  expect(api?.serviceConfig).toMatchObject({ minInstanceCount: 1, availableMemory: "512Mi" });
  // Rewrites name no region in firebase.json: the CLI takes the functions' own.
  const { rewrites } = versions.get(liveVersion ?? "")?.config ?? {};
  const regions = rewrites.flatMap(({ run }: { run?: { region: string } }) => run?.region ?? []);
  expect(new Set(regions)).toEqual(new Set(["asia-east1"]));
});
