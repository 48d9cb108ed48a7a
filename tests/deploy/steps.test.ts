import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Project } from "../../ops/project/project.ts";
import { checkStep } from "../../ops/run/outcome.ts";
import { runSetup } from "../../ops/run/run-setup.ts";
import { steps } from "../../ops/steps/all.ts";
import { brokenBy, find } from "./broken.ts";
import { Refusal } from "./google/server.ts";
import type { ProjectState } from "./google/state.ts";
import { openFake } from "./open-fake.ts";
import { type DeployWorld, openWorld } from "./world.ts";

const SITE = "https://www.example.com";
const wishes = {
  site: SITE,
  alertsTo: "ada@example.com",
  admin: { email: "ada@example.com", name: "Ada", password: "a password of the tests" },
};

let world: DeployWorld;
let project: Project;
let state: ProjectState;

beforeAll(async () => {
  process.env.BCRYPT_COST = "4";
  world = await openWorld("shop-2");
  project = await openFake(world.google, world.checkout, wishes);
  state = world.google.state;
});

afterAll(() => world.stop());

async function apply(id: string) {
  const step = steps.find((one) => one.id === id);
  if (!step) throw new Error(`There is no step ${id}.`);
  const options = { dryRun: false, report: () => {}, begin: () => {}, wait: async () => {} };
  const [outcome] = await runSetup([step], project, options);
  return outcome;
}

function bindingsOf(resource: string): { role: string; members: string[] }[] {
  return state.policies.get(resource)?.bindings;
}

/** For each step that sends something: which call is refused once, and what is done before so that there is work. */
const refused: Record<string, { call: RegExp; before?: () => void }> = {
  services: { call: /services:batchEnable$/ },
  "web-app": { call: /^POST firebase\..*webApps$/ },
  secret: { call: /secrets\/JWT_SECRET:addVersion$/ },
  bucket: { call: /^POST storage\..*\/b$/ },
  database: { call: /^POST firestore\..*\/databases$/ },
  recovery: {
    call: /^PATCH firestore\..*databases\/\(default\)$/,
    before: () => {
      find(state.databases, "default").pointInTimeRecoveryEnablement = "POINT_IN_TIME_RECOVERY_DISABLED";
    },
  },
  backups: { call: /^POST .*backupSchedules$/ },
  rules: { call: /^POST firebaserules\..*rulesets$/ },
  functions: { call: /^POST cloudfunctions\..*functions$/ },
  roles: {
    call: /^POST cloudresourcemanager\..*:setIamPolicy$/,
    before: () => bindingsOf("project").splice(0, 1),
  },
  signing: { call: /^POST iam\..*:setIamPolicy$/ },
  queues: {
    call: /queues\/checkDeadline:resume$/,
    before: () => {
      find(state.queues, "checkDeadline").state = "PAUSED";
    },
  },
  pages: { call: /^POST firebasehosting\..*releases$/ },
  metrics: { call: /^PUT logging\..*livechat_lost_tasks$/ },
  alerts: { call: /^POST monitoring\..*alertPolicies$/ },
  watching: { call: /^POST monitoring\..*dashboards$/ },
  budget: { call: /^POST billingbudgets/ },
};

describe("each step, refused once", () => {
  it.each(steps.map(({ id }) => id))("%s goes on at the next run", { timeout: 120_000 }, async (id) => {
    const fault = refused[id];
    fault?.before?.();
    if (fault) {
      world.google.server.faults.push({
        matches: fault.call,
        refusal: new Refusal(403, "An owner has to do this."),
      });
      const outcome = await apply(id);
      expect(outcome).toMatchObject({ result: "failed" });
      expect(world.google.server.faults).toEqual([]);
    }
    const { result } = (await apply(id)) ?? {};
    expect(id === "sweep" ? "ok" : result).toMatch(/^(ok|done)$/);
  });

  it("covers every step that sends a change", () => {
    const local = ["configuration", "site", "indexes", "answers", "sign-in", "admin", "preflight"];
    const applied = steps.filter((step) => step.apply && !local.includes(step.id)).map(({ id }) => id);
    expect(Object.keys(refused)).toEqual(applied);
  });
});

describe("doctor says that", () => {
  it.each(brokenBy(() => state))("%s", async (_, id, breakIt, sentence) => {
    const step = steps.find((one) => one.id === id);
    if (!step) throw new Error(`There is no step ${id}.`);
    find(state.jobs, "sweep").lastAttemptTime = new Date().toISOString();
    expect(await checkStep(step, project)).toMatchObject({ ok: true });
    const repair = breakIt();
    const finding = await checkStep(step, project);
    repair();
    expect(finding.ok).toBe(false);
    expect(finding.found).toMatch(sentence);
    expect(finding.cure).not.toBe("");
  });

  it("another site is not allowed", async () => {
    const [site] = steps.filter(({ id }) => id === "site");
    const other = await openFake(world.google, world.checkout, { site: "https://other.example" });
    expect(await site?.check(other)).toMatchObject({
      ok: false,
      found: "https://other.example is not allowed.",
    });
  });
});
