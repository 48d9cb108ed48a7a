import type {
  AlertPolicy,
  BillingInfo,
  Budget,
  Dashboard,
  LogMetric,
  NotificationChannel,
  UptimeCheck,
} from "../google/google-types.ts";
import type { Project } from "../project/project.ts";
import { bad, good, type Leftover, type Step, setupCommand } from "../run/step.ts";
import { ALERT_PREFIX, alerts } from "../watch/alerts.ts";
import { DASHBOARD_NAME, dashboard } from "../watch/dashboard.ts";
import { metrics } from "../watch/metrics.ts";
import { UPTIME_NAME, uptimeCheck } from "../watch/uptime.ts";

const monitoring = ({ id }: Project): string => `monitoring.googleapis.com/v3/projects/${id}`;
const dashboards = ({ id }: Project): string => `monitoring.googleapis.com/v1/projects/${id}/dashboards`;
const logging = ({ id }: Project): string => `logging.googleapis.com/v2/projects/${id}/metrics`;

/** Every item of a list of Google's; ours are far fewer than a page holds. */
async function list<T>(project: Project, address: string, key: string): Promise<T[]> {
  const page = await project.google.call<Record<string, T[] | undefined>>("GET", `${address}?pageSize=200`);
  return page[key] ?? [];
}

async function missingMetrics(project: Project): Promise<LogMetric[]> {
  const there = await list<LogMetric>(project, logging(project), "metrics");
  return metrics.filter(
    ({ name, filter }) => !there.some((one) => one.name === name && one.filter === filter),
  );
}

const logMetrics: Step = {
  id: "metrics",
  title: "Log lines are counted",
  needs: ["services"],
  async check(project) {
    const missing = await missingMetrics(project);
    if (missing.length === 0) return good(`${metrics.length} metrics`);
    return bad(`Missing or other: ${missing.map(({ name }) => name).join(", ")}.`, setupCommand(project));
  },
  async apply(project) {
    // PUT makes the metric or replaces it.
    for (const metric of await missingMetrics(project)) {
      await project.google.call("PUT", `${logging(project)}/${metric.name}`, metric);
    }
  },
  async leftovers(project) {
    const names = metrics.map(({ name }) => name as string);
    const there = await list<LogMetric>(project, logging(project), "metrics");
    return there
      .filter(({ name }) => names.includes(name ?? ""))
      .map(({ name }) => removal(project, `metric ${name}`, `${logging(project)}/${name}`));
  },
};

function removal(project: Project, what: string, address: string): Leftover {
  const remove = async (): Promise<void> => {
    await project.google.call("DELETE", address);
  };
  return { what, remove, how: "removed at once" };
}

const CHANNEL_NAME = "livechat";

async function channels(project: Project): Promise<NotificationChannel[]> {
  const all = await list<NotificationChannel>(
    project,
    `${monitoring(project)}/notificationChannels`,
    "notificationChannels",
  );
  return all.filter(({ displayName }) => displayName === CHANNEL_NAME);
}

async function ourPolicies(project: Project): Promise<AlertPolicy[]> {
  const all = await list<AlertPolicy>(project, `${monitoring(project)}/alertPolicies`, "alertPolicies");
  return all.filter(({ displayName }) => displayName?.startsWith(ALERT_PREFIX));
}

/** Whether Google's copy still says what ours says; Google adds fields of its own. */
function says(theirs: unknown, ours: unknown): boolean {
  if (ours === null || typeof ours !== "object") return theirs === ours;
  if (theirs === null || typeof theirs !== "object") return false;
  return Object.entries(ours).every(([key, value]) => says((theirs as Record<string, unknown>)[key], value));
}

async function staleAlerts(project: Project): Promise<{ policy: AlertPolicy; name: string | null }[]> {
  const there = await ourPolicies(project);
  return alerts.flatMap((policy) => {
    const found = there.find(({ displayName }) => displayName === policy.displayName);
    return found && says(found, policy) ? [] : [{ policy, name: found?.name ?? null }];
  });
}

const alertPolicies: Step = {
  id: "alerts",
  title: "Somebody is told when something is wrong",
  needs: ["metrics", "pages"],
  later: true,
  async check(project) {
    const [told] = await channels(project);
    const stale = await staleAlerts(project);
    if (stale.length > 0) {
      return bad(
        `Missing or other: ${stale.map(({ policy }) => policy.displayName).join(", ")}.`,
        setupCommand(project),
      );
    }
    if (!told) return bad("Nobody is told.", `${setupCommand(project)} --alerts-to you@example.com`);
    return good(`${alerts.length} alerts, to ${told.labels?.email_address}`);
  },
  async apply(project) {
    const { google, wishes } = project;
    let [channel] = await channels(project);
    if (!channel && wishes.alertsTo !== null) {
      const body: NotificationChannel = {
        type: "email",
        displayName: CHANNEL_NAME,
        labels: { email_address: wishes.alertsTo },
      };
      channel = await google.call<NotificationChannel>(
        "POST",
        `${monitoring(project)}/notificationChannels`,
        body,
      );
    }
    const notificationChannels = channel?.name ? [channel.name] : [];
    for (const { policy, name } of await staleAlerts(project)) {
      const body: AlertPolicy = { ...policy, notificationChannels };
      if (name === null) await google.call("POST", `${monitoring(project)}/alertPolicies`, body);
      else await google.call("PATCH", `monitoring.googleapis.com/v3/${name}`, body);
    }
  },
  async leftovers(project) {
    const policies = (await ourPolicies(project)).map(({ displayName, name }) =>
      removal(project, `alert "${displayName}"`, `monitoring.googleapis.com/v3/${name}`),
    );
    const told = (await channels(project)).map(({ name }) =>
      removal(project, "e-mail of alerts", `monitoring.googleapis.com/v3/${name}`),
    );
    return [...policies, ...told];
  },
};

async function ourUptimeChecks(project: Project): Promise<UptimeCheck[]> {
  const all = await list<UptimeCheck>(
    project,
    `${monitoring(project)}/uptimeCheckConfigs`,
    "uptimeCheckConfigs",
  );
  return all.filter(({ displayName }) => displayName === UPTIME_NAME);
}

async function ourDashboards(project: Project): Promise<Dashboard[]> {
  const all = await list<Dashboard>(project, dashboards(project), "dashboards");
  return all.filter(({ displayName }) => displayName === DASHBOARD_NAME);
}

const views: Step = {
  id: "watching",
  title: "The API is asked from outside, and there is a dashboard",
  needs: ["pages"],
  async check(project) {
    const [check] = await ourUptimeChecks(project);
    const [shown] = await ourDashboards(project);
    if (check && shown) return good(`every ${check.period}, dashboard "${DASHBOARD_NAME}"`);
    return bad(`There is no ${check ? "dashboard" : "uptime check"}.`, setupCommand(project));
  },
  async apply(project) {
    if ((await ourUptimeChecks(project)).length === 0) {
      const { host } = new URL(await project.siteUrl());
      await project.google.call(
        "POST",
        `${monitoring(project)}/uptimeCheckConfigs`,
        uptimeCheck(project.id, host),
      );
    }
    if ((await ourDashboards(project)).length === 0)
      await project.google.call("POST", dashboards(project), dashboard);
  },
  async leftovers(project) {
    const checks = (await ourUptimeChecks(project)).map(({ name }) =>
      removal(project, "uptime check", `monitoring.googleapis.com/v3/${name}`),
    );
    const shown = (await ourDashboards(project)).map(({ name }) =>
      removal(project, "dashboard", `monitoring.googleapis.com/v1/${name}`),
    );
    return [...checks, ...shown];
  },
};

const BUDGET_NAME = "livechat";

async function billingAccount({ google, id }: Project): Promise<string> {
  const address = `cloudbilling.googleapis.com/v1/projects/${id}/billingInfo`;
  return (await google.call<BillingInfo>("GET", address)).billingAccountName ?? "";
}

async function ourBudgets(project: Project): Promise<Budget[]> {
  const address = `billingbudgets.googleapis.com/v1/${await billingAccount(project)}/budgets`;
  const all = await list<Budget>(project, address, "budgets");
  return all.filter(({ displayName }) => displayName === `${BUDGET_NAME} ${project.id}`);
}

const budget: Step = {
  id: "budget",
  title: "An e-mail comes when a month costs more than planned",
  needs: ["services"],
  async check(project) {
    const [found] = await ourBudgets(project);
    const amount = found?.amount?.specifiedAmount;
    if (amount) return good(`from ${amount.units} ${amount.currencyCode ?? ""}`.trim());
    return bad("There is no budget alert.", `${setupCommand(project)} --budget ${project.wishes.budget}`);
  },
  async apply(project) {
    const body: Budget = {
      displayName: `${BUDGET_NAME} ${project.id}`,
      budgetFilter: { projects: [`projects/${project.id}`] },
      amount: { specifiedAmount: { units: String(project.wishes.budget) } },
      thresholdRules: [{ thresholdPercent: 0.5 }, { thresholdPercent: 1 }],
    };
    const address = `billingbudgets.googleapis.com/v1/${await billingAccount(project)}/budgets`;
    await project.google.call("POST", address, body);
  },
  async leftovers(project) {
    return (await ourBudgets(project)).map(({ name }) =>
      removal(project, "budget alert", `billingbudgets.googleapis.com/v1/${name}`),
    );
  },
};

export const watchSteps: readonly Step[] = [logMetrics, alertPolicies, views, budget];
