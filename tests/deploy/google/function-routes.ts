import { notThere, on, type Route } from "./server.ts";
import { finished, type ProjectState, type Resource } from "./state.ts";

/** Functions, the services they run as, queues, schedules and images. */
export function functionRoutes(state: ProjectState): Route[] {
  const shortName = (name: string) => name.split("/").at(-1) ?? "";
  const uri = (name: string) => `https://${shortName(name).toLowerCase()}-fake-uc.a.run.app`;
  const deployed = (body: Resource, location: string | undefined): Resource => {
    const name = body.name as string;
    const made = {
      ...body,
      environment: "GEN_2",
      url: `https://${location}-${state.id}.cloudfunctions.net/${shortName(name)}`,
      state: "ACTIVE",
      updateTime: "2026-01-01T00:00:00Z",
      serviceConfig: {
        ...body.serviceConfig,
        uri: uri(name),
        service: `projects/${state.id}/locations/${location}/services/${shortName(name).toLowerCase()}`,
      },
    };
    state.functions.set(name, made);
    state.repositories.set(`projects/${state.id}/locations/${location}/repositories/gcf-artifacts`, {
      name: `projects/${state.id}/locations/${location}/repositories/gcf-artifacts`,
      ...state.repositories.get(`projects/${state.id}/locations/${location}/repositories/gcf-artifacts`),
    });
    return finished(made, `projects/${state.id}/locations/${location}/operations/${shortName(name)}`);
  };
  const found = (all: ReadonlyMap<string, Resource>, name: string): Resource => {
    const resource = all.get(name);
    if (!resource) throw notThere(name);
    return resource;
  };
  return [
    on("GET cloudfunctions.googleapis.com/v1/projects/{p}/locations/-/functions", () => ({ functions: [] })),
    on("GET cloudfunctions.googleapis.com/v2/projects/{p}/locations/{l}/functions", () => ({
      functions: [...state.functions.values()],
    })),
    on("GET cloudfunctions.googleapis.com/v2/projects/{p}/locations/{l}/operations/{o}", ({ at }) =>
      finished(
        [...state.functions.values()].find(({ name }) => shortName(name) === at.o),
        `projects/${at.p}/locations/${at.l}/operations/${at.o}`,
      ),
    ),
    on(
      "POST cloudfunctions.googleapis.com/v2/projects/{p}/locations/{l}/functions:generateUploadUrl",
      ({ at }) => ({
        uploadUrl: `http://storage.googleapis.com/gcf-v2-uploads-${state.number}-${at.l}/source.zip`,
        storageSource: { bucket: `gcf-v2-uploads-${state.number}-${at.l}`, object: "source.zip" },
      }),
    ),
    on("PUT storage.googleapis.com/{bucket}/source.zip", () => ({})),
    on("POST cloudfunctions.googleapis.com/v2/projects/{p}/locations/{l}/functions", ({ at, body }) =>
      deployed(body, at.l),
    ),
    on("PATCH cloudfunctions.googleapis.com/v2/projects/{p}/locations/{l}/functions/{f}", ({ at, body }) =>
      deployed(body, at.l),
    ),
    on("DELETE cloudfunctions.googleapis.com/v2/{name*}", ({ at }) => {
      found(state.functions, at.name ?? "");
      state.functions.delete(at.name ?? "");
      return finished({});
    }),
    on("GET run.googleapis.com/v1/{name*}:getIamPolicy", ({ at }) => state.policies.get(at.name ?? "") ?? {}),
    on("POST run.googleapis.com/v1/{name*}:setIamPolicy", ({ at, body }) => {
      state.policies.set(at.name ?? "", body.policy);
      return body.policy;
    }),
    on("GET runtimeconfig.googleapis.com/v1beta1/projects/{p}/configs", () => ({})),
    on("GET firebaseextensions.googleapis.com/v1beta/projects/{p}/instances", () => ({})),
    on("GET run.googleapis.com/v2/projects/{p}/locations/-/services", () => ({ services: [] })),

    on("GET cloudtasks.googleapis.com/v2/{name*}", ({ at }) => found(state.queues, at.name ?? "")),
    on("POST cloudtasks.googleapis.com/v2/{name*}/tasks", ({ at, body }) => {
      found(state.queues, at.name ?? "");
      state.tasks.push({ queue: at.name, ...body.task });
      return body.task;
    }),
    on(
      "POST cloudtasks.googleapis.com/v2/{name*}:getIamPolicy",
      ({ at }) => state.policies.get(at.name ?? "") ?? {},
    ),
    on("POST cloudtasks.googleapis.com/v2/{name*}:setIamPolicy", ({ at, body }) => {
      state.policies.set(at.name ?? "", body.policy);
      return body.policy;
    }),
    on("POST cloudtasks.googleapis.com/v2/{name*}:resume", ({ at }) =>
      Object.assign(found(state.queues, at.name ?? ""), { state: "RUNNING" }),
    ),
    on("POST cloudtasks.googleapis.com/v2/projects/{p}/locations/{l}/queues", ({ body }) => {
      state.queues.set(body.name, body);
      return body;
    }),
    on("PATCH cloudtasks.googleapis.com/v2/{name*}", ({ at, body }) => {
      Object.assign(found(state.queues, at.name ?? ""), body);
      return body;
    }),
    on("DELETE cloudtasks.googleapis.com/v2/{name*}", ({ at }) => {
      found(state.queues, at.name ?? "");
      state.queues.delete(at.name ?? "");
    }),

    on("GET cloudscheduler.googleapis.com/v1/{name*}", ({ at }) => found(state.jobs, at.name ?? "")),
    on("POST cloudscheduler.googleapis.com/v1/projects/{p}/locations/{l}/jobs", ({ body }) => {
      const made = { ...body, state: "ENABLED" };
      state.jobs.set(body.name, made);
      return made;
    }),
    on("PATCH cloudscheduler.googleapis.com/v1/{name*}", ({ at, body }) =>
      Object.assign(found(state.jobs, at.name ?? ""), body),
    ),
    on("DELETE cloudscheduler.googleapis.com/v1/{name*}", ({ at }) => {
      found(state.jobs, at.name ?? "");
      state.jobs.delete(at.name ?? "");
    }),

    on("GET artifactregistry.googleapis.com/v1/{name*}", ({ at }) =>
      found(state.repositories, at.name ?? ""),
    ),
    on("PATCH artifactregistry.googleapis.com/v1/{name*}", ({ at, body }) =>
      Object.assign(found(state.repositories, at.name ?? ""), body),
    ),
    on("DELETE artifactregistry.googleapis.com/v1/{name*}", ({ at }) => {
      found(state.repositories, at.name ?? "");
      state.repositories.delete(at.name ?? "");
      return finished({});
    }),
  ];
}
