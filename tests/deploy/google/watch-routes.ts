import { notThere, on, type Route } from "./server.ts";
import { nextId, type ProjectState, type Resource } from "./state.ts";

/** Alerts, uptime checks, dashboards, metrics of logs, budgets. */
export function watchRoutes(state: ProjectState): Route[] {
  const collection = (path: string, key: string, all: Map<string, Resource>): Route[] => {
    const prefix = path
      .split("/")
      .slice(1)
      .join("/")
      .replace(/^v\d\//, "");
    const base = prefix
      .replace("{p}", state.id)
      .replace("{b}", state.billingAccount?.split("/")[1] ?? "none");
    const found = (id: string | undefined) => {
      const resource = all.get(`${base}/${id}`);
      if (!resource) throw notThere(`${base}/${id}`);
      return resource;
    };
    return [
      on(`GET ${path}`, () => ({ [key]: [...all.values()] })),
      on(`GET ${path}/{id}`, ({ at }) => found(at.id)),
      on(`POST ${path}`, ({ body }) => {
        const name = `${base}/${nextId(all)}`;
        const made = { ...body, name };
        all.set(name, made);
        return made;
      }),
      on(`PATCH ${path}/{id}`, ({ at, body }) => Object.assign(found(at.id), body)),
      // As Google's update of a metric, it makes what is not there.
      on(`PUT ${path}/{id}`, ({ at, body }) => {
        all.set(`${base}/${at.id}`, body);
        return body;
      }),
      on(`DELETE ${path}/{id}`, ({ at }) => {
        found(at.id);
        all.delete(`${base}/${at.id}`);
      }),
    ];
  };
  return [
    ...collection(
      "monitoring.googleapis.com/v3/projects/{p}/alertPolicies",
      "alertPolicies",
      state.alertPolicies,
    ),
    ...collection(
      "monitoring.googleapis.com/v3/projects/{p}/notificationChannels",
      "notificationChannels",
      state.channels,
    ),
    ...collection(
      "monitoring.googleapis.com/v3/projects/{p}/uptimeCheckConfigs",
      "uptimeCheckConfigs",
      state.uptimeChecks,
    ),
    ...collection("monitoring.googleapis.com/v1/projects/{p}/dashboards", "dashboards", state.dashboards),
    ...collection("logging.googleapis.com/v2/projects/{p}/metrics", "metrics", state.metrics),
    ...collection("billingbudgets.googleapis.com/v1/billingAccounts/{b}/budgets", "budgets", state.budgets),
  ];
}
