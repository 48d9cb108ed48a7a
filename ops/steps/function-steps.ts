import { ROLES, ROLES_ON_ITSELF } from "../../functions/src/platform/requirements.ts";
import { orNull } from "../google/api-error.ts";
import type { Job, Policy, Queue, SetIamPolicy } from "../google/google-types.ts";
import { deploy } from "../project/deploy-parts.ts";
import type { Project } from "../project/project.ts";
import { bad, good, type Leftover, type Step, setupCommand } from "../run/step.ts";

/** What functions/src/index.ts exports; a test compares. */
export const FUNCTIONS = [
  "api",
  "assignConversation",
  "checkDeadline",
  "deliverWebhook",
  "migrate",
  "processFile",
  "retryWebhook",
  "sweep",
  "tellWebhooks",
  "widget",
] as const;
export const QUEUES = [
  "assignConversation",
  "checkDeadline",
  "deliverWebhook",
  "migrate",
  "processFile",
  "retryWebhook",
  "tellWebhooks",
] as const;

const functions: Step = {
  id: "functions",
  title: "The functions are deployed",
  needs: ["configuration", "secret", "bucket", "indexes"],
  always: true,
  async check(project) {
    const there = await project.functions();
    const missing = FUNCTIONS.filter((name) => !there.has(name));
    if (missing.length > 0) return bad(`Missing: ${missing.join(", ")}.`, setupCommand(project));
    const { values } = project.settings;
    for (const name of FUNCTIONS) {
      const { state, name: path, serviceConfig } = there.get(name) ?? {};
      const region = path?.split("/").at(-3);
      if (state !== "ACTIVE")
        return bad(`${name} is ${state}.`, `${setupCommand(project)}; its logs say why`);
      if (region !== project.region) {
        return bad(
          `${name} is in ${region}, not in ${project.region}.`,
          `npx firebase functions:delete ${name} --region ${region} --project ${project.id}, then set up`,
        );
      }
      const variables = (serviceConfig?.environmentVariables ?? {}) as Record<string, string>;
      const other = Object.keys(values).find((key) => values[key] !== "" && variables[key] !== values[key]);
      if (other !== undefined)
        return bad(
          `${name} runs with another ${other} than ${project.settings.name}.`,
          setupCommand(project),
        );
    }
    return good(`${FUNCTIONS.length} functions in ${project.region}`);
  },
  apply: (project) => deploy(project, "functions"),
  async leftovers(project) {
    const account = await project.account();
    const left: Leftover[] = [...(await project.functions())].map(([name, { name: path }]) => ({
      what: `function ${name}`,
      remove: async () => {
        await project.google.call("DELETE", `cloudfunctions.googleapis.com/v2/${path}`);
      },
      how: "chats stop",
    }));
    // The Firebase CLI's own: an account that somebody chose is not ours to remove.
    if (!account?.startsWith("firebase-fn-")) return left;
    const address = `iam.googleapis.com/v1/projects/${project.id}/serviceAccounts/${account}`;
    const remove = async (): Promise<void> => {
      await project.google.call("DELETE", address);
    };
    return [...left, { what: `service account ${account}`, remove, how: "with its rights" }];
  },
};

function membersOf(policy: Policy, role: string): readonly string[] {
  return policy.bindings?.find((binding) => binding.role === role && !binding.condition)?.members ?? [];
}

function withMember(policy: Policy, roles: readonly string[], member: string): Policy {
  const bindings = [...(policy.bindings ?? [])];
  for (const role of roles) {
    if (membersOf(policy, role).includes(member)) continue;
    const index = bindings.findIndex((binding) => binding.role === role && !binding.condition);
    if (index < 0) bindings.push({ role, members: [member] });
    else bindings[index] = { ...bindings[index], members: [...(bindings[index]?.members ?? []), member] };
  }
  return { ...policy, bindings };
}

/** A step that gives the functions' account roles on one resource. */
function rightsStep(options: {
  id: string;
  title: string;
  roles: readonly string[];
  resource(project: Project, account: string): string;
}): Step {
  const { id, title, roles, resource } = options;
  const read = (project: Project, account: string): Promise<Policy> =>
    project.google.call("POST", `${resource(project, account)}:getIamPolicy`, {});
  return {
    id,
    title,
    needs: ["functions"],
    // A change of rights takes effect within minutes.
    patienceSeconds: 60,
    async check(project) {
      const account = await project.account();
      if (!account) return bad("The functions have no account of their own.", setupCommand(project));
      const policy = await read(project, account);
      const missing = roles.filter((role) => !membersOf(policy, role).includes(`serviceAccount:${account}`));
      if (missing.length === 0) return good(`${account} has ${roles.length} roles`);
      return bad(`${account} lacks ${missing.join(", ")}.`, setupCommand(project));
    },
    async apply(project) {
      const account = (await project.account()) ?? "";
      const policy = withMember(await read(project, account), roles, `serviceAccount:${account}`);
      const body: SetIamPolicy = { policy };
      await project.google.call("POST", `${resource(project, account)}:setIamPolicy`, body);
    },
  };
}

const roles = rightsStep({
  id: "roles",
  title: "The functions' account may do what they do",
  roles: ROLES,
  resource: ({ id }) => `cloudresourcemanager.googleapis.com/v1/projects/${id}`,
});

const signing = rightsStep({
  id: "signing",
  title: "The functions' account may sign in its own name",
  roles: ROLES_ON_ITSELF,
  resource: ({ id }, account) => `iam.googleapis.com/v1/projects/${id}/serviceAccounts/${account}`,
});

const queueName = ({ id, region }: Project, queue: string): string =>
  `cloudtasks.googleapis.com/v2/projects/${id}/locations/${region}/queues/${queue}`;

async function stoppedQueues(project: Project): Promise<string[]> {
  const states = await Promise.all(
    QUEUES.map(
      async (name) => (await orNull(project.google.call<Queue>("GET", queueName(project, name))))?.state,
    ),
  );
  return QUEUES.filter((_, index) => states[index] !== "RUNNING");
}

const queues: Step = {
  id: "queues",
  title: "The task queues run",
  needs: ["functions"],
  async check(project) {
    const stopped = await stoppedQueues(project);
    if (stopped.length === 0) return good(QUEUES.join(", "));
    return bad(`Not running: ${stopped.join(", ")}.`, setupCommand(project));
  },
  async apply(project) {
    for (const queue of await stoppedQueues(project)) {
      await project.google.call("POST", `${queueName(project, queue)}:resume`, {});
    }
  },
  async leftovers(project) {
    const left: Leftover[] = [];
    for (const queue of QUEUES) {
      if (!(await orNull(project.google.call<Queue>("GET", queueName(project, queue))))) continue;
      const remove = async (): Promise<void> => {
        await project.google.call("DELETE", queueName(project, queue));
      };
      left.push({ what: `queue ${queue}`, remove, how: "its name stays taken for a week" });
    }
    return left;
  },
};

const SWEEP_EVERY_SECONDS = 60;
/** Two runs may be missed before somebody should look. */
const SWEEP_LATE_SECONDS = 5 * SWEEP_EVERY_SECONDS;

const jobAddress = ({ id, region }: Project): string =>
  `cloudscheduler.googleapis.com/v1/projects/${id}/locations/${region}/jobs/firebase-schedule-sweep-${region}`;

const sweep: Step = {
  id: "sweep",
  title: "The sweep runs every minute",
  needs: ["functions"],
  later: true,
  async check(project) {
    const job = await orNull(project.google.call<Job>("GET", jobAddress(project)));
    if (!job) return bad("Nothing calls it.", setupCommand(project));
    if (job.state !== "ENABLED") return bad(`Its schedule is ${job.state}.`, "Resume it in Cloud Scheduler");
    if (!job.lastAttemptTime) return bad("It has not run yet.", "Wait a minute");
    const seconds = (Date.now() - Date.parse(job.lastAttemptTime)) / 1000;
    if (seconds > SWEEP_LATE_SECONDS) {
      return bad(
        `It last ran ${Math.round(seconds / 60)} minutes ago.`,
        'docs/operations.md, "The sweep does not run"',
      );
    }
    if (job.status?.code)
      return bad(
        `Its last run failed: ${job.status.message}.`,
        'docs/operations.md, "The sweep does not run"',
      );
    return good(`last at ${job.lastAttemptTime}`);
  },
  async leftovers(project) {
    if (!(await orNull(project.google.call<Job>("GET", jobAddress(project))))) return [];
    const remove = async (): Promise<void> => {
      await project.google.call("DELETE", jobAddress(project));
    };
    return [{ what: "schedule of the sweep", remove, how: "nothing calls the sweep" }];
  },
};

interface Repository {
  name?: string;
  cleanupPolicies?: Record<string, unknown>;
}

const images: Step = {
  id: "images",
  title: "Old images of the functions are deleted",
  needs: ["functions"],
  async check(project) {
    const repository = await orNull(project.google.call<Repository>("GET", imagesAddress(project)));
    if (repository && Object.keys(repository.cleanupPolicies ?? {}).length === 0) {
      const cure = `npx firebase functions:artifacts:setpolicy --location ${project.region} --project ${project.id}`;
      return bad("No clean-up policy: each deployment leaves images that cost.", cure);
    }
    return good(repository ? "after a day" : "none are stored");
  },
  async leftovers(project) {
    if (!(await orNull(project.google.call<Repository>("GET", imagesAddress(project))))) return [];
    const remove = async (): Promise<void> => {
      await project.google.call("DELETE", imagesAddress(project));
    };
    return [{ what: "images of the functions", remove, how: "removed with their repository" }];
  },
};

const imagesAddress = ({ id, region }: Project): string =>
  `artifactregistry.googleapis.com/v1/projects/${id}/locations/${region}/repositories/gcf-artifacts`;

export const functionSteps: readonly Step[] = [functions, roles, signing, queues, sweep, images];
