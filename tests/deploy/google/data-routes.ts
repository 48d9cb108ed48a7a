import { notThere, on, type Route } from "./server.ts";
import { finished, nextId, type ProjectState, type Resource } from "./state.ts";

/** Firestore's administration, security rules and secrets. */
export function dataRoutes(state: ProjectState): Route[] {
  const databaseName = (id: string | undefined) => `projects/${state.id}/databases/${id}`;
  const database = (id: string | undefined): Resource => {
    const found = state.databases.get(id ?? "");
    if (!found) throw notThere(`Database ${id}`);
    return found;
  };
  const secret = (name: string | undefined) => {
    const found = state.secrets.get(name ?? "");
    if (!found) throw notThere(`Secret ${name}`);
    return found;
  };
  return [
    on("GET firestore.googleapis.com/v1/projects/{p}/databases", () => ({
      databases: [...state.databases.values()],
    })),
    on("GET firestore.googleapis.com/v1/projects/{p}/databases/{d}", ({ at }) => database(at.d)),
    on("POST firestore.googleapis.com/v1/projects/{p}/databases", ({ query, body }) => {
      const id = query.databaseId ?? "";
      const made = { name: databaseName(id), ...body };
      state.databases.set(id, made);
      return finished(made, `${databaseName(id)}/operations/create`);
    }),
    on("PATCH firestore.googleapis.com/v1/projects/{p}/databases/{d}", ({ at, body }) => {
      const changed = Object.assign(database(at.d), body);
      return finished(changed, `${databaseName(at.d)}/operations/update`);
    }),
    on("DELETE firestore.googleapis.com/v1/projects/{p}/databases/{d}", ({ at }) => {
      const gone = database(at.d);
      state.databases.delete(at.d ?? "");
      return finished(gone);
    }),
    on("GET firestore.googleapis.com/v1/projects/{p}/databases/{d}/operations/{o}", ({ at }) =>
      finished(database(at.d)),
    ),
    on("GET firestore.googleapis.com/v1/projects/{p}/databases/{d}/collectionGroups/-/indexes", ({ at }) => {
      database(at.d);
      return { indexes: [...state.indexes.values()] };
    }),
    on(
      "POST firestore.googleapis.com/v1/projects/{p}/databases/{d}/collectionGroups/{c}/indexes",
      ({ at, body }) => {
        database(at.d);
        const name = `${databaseName(at.d)}/collectionGroups/${at.c}/indexes/index-${nextId(state.indexes)}`;
        // What Firestore adds by itself.
        const last = { fieldPath: "__name__", order: body.fields.at(-1)?.order ?? "ASCENDING" };
        const fields = [...body.fields, last];
        const added = { apiScope: "ANY_API", density: "SPARSE_ALL", state: "READY" };
        state.indexes.set(name, { name, ...body, ...added, fields });
        return finished({ name });
      },
    ),
    on("GET firestore.googleapis.com/v1/projects/{p}/databases/{d}/collectionGroups/-/fields", ({ at }) => {
      database(at.d);
      return { fields: [...state.fields.values()] };
    }),
    on(
      "PATCH firestore.googleapis.com/v1/projects/{p}/databases/{d}/collectionGroups/{c}/fields/{f}",
      ({ at, body }) => {
        const name = `${databaseName(at.d)}/collectionGroups/${at.c}/fields/${at.f}`;
        const ttlConfig = body.ttlConfig && { state: "ACTIVE" };
        state.fields.set(name, { name, ...body, ...(ttlConfig && { ttlConfig }) });
        return finished({ name });
      },
    ),
    on("GET firestore.googleapis.com/v1/projects/{p}/databases/{d}/backupSchedules", ({ at }) => {
      database(at.d);
      return { backupSchedules: [...state.backupSchedules.values()] };
    }),
    on("POST firestore.googleapis.com/v1/projects/{p}/databases/{d}/backupSchedules", ({ at, body }) => {
      const name = `${databaseName(at.d)}/backupSchedules/schedule-${nextId(state.backupSchedules)}`;
      const made = { name, ...body };
      state.backupSchedules.set(name, made);
      return made;
    }),
    on("DELETE firestore.googleapis.com/v1/{name*}", ({ at }) => {
      state.backupSchedules.delete(at.name ?? "");
    }),

    on("GET firebaserules.googleapis.com/v1/projects/{p}/releases", () => ({
      releases: [...state.releases.values()],
    })),
    on("POST firebaserules.googleapis.com/v1/projects/{p}:test", () => ({ issues: [] })),
    on("POST firebaserules.googleapis.com/v1/projects/{p}/rulesets", ({ body }) => {
      const name = `projects/${state.id}/rulesets/ruleset-${nextId(state.rulesets)}`;
      const made = { name, source: body.source };
      state.rulesets.set(name, made);
      return made;
    }),
    on("GET firebaserules.googleapis.com/v1/projects/{p}/rulesets", () => ({
      rulesets: [...state.rulesets.values()].map(({ name }) => ({ name })),
    })),
    on("GET firebaserules.googleapis.com/v1/projects/{p}/rulesets/{r}", ({ at }) => {
      const found = state.rulesets.get(`projects/${state.id}/rulesets/${at.r}`);
      if (!found) throw notThere("Ruleset");
      return found;
    }),
    on("POST firebaserules.googleapis.com/v1/projects/{p}/releases", ({ body }) => {
      state.releases.set(body.name, body);
      return body;
    }),
    on("PATCH firebaserules.googleapis.com/v1/{name*}", ({ at, body }) => {
      if (!state.releases.has(at.name ?? "")) throw notThere("Release");
      state.releases.set(at.name ?? "", body.release);
      return body.release;
    }),

    on("GET storage.googleapis.com/storage/v1/b/{b}", ({ at }) => {
      const found = state.buckets.get(at.b ?? "");
      if (!found) throw notThere("Bucket");
      return found;
    }),
    on("POST storage.googleapis.com/storage/v1/b", ({ body }) => {
      state.buckets.set(body.name, body);
      return body;
    }),
    on("PATCH storage.googleapis.com/storage/v1/b/{b}", ({ at, body }) =>
      Object.assign(state.buckets.get(at.b ?? "") ?? {}, body),
    ),

    on("GET secretmanager.googleapis.com/v1/projects/{p}/secrets", () => ({
      secrets: [...state.secrets].map(([name, { labels }]) => ({
        name: `projects/${state.number}/secrets/${name}`,
        labels,
      })),
    })),
    on("GET secretmanager.googleapis.com/v1/projects/{p}/secrets/{s}", ({ at }) => ({
      name: `projects/${state.id}/secrets/${at.s}`,
      labels: secret(at.s).labels,
      replication: { automatic: {} },
    })),
    on("POST secretmanager.googleapis.com/v1/projects/{p}/secrets", ({ query, body }) => {
      const name = query.secretId ?? "";
      state.secrets.set(name, { labels: body.labels ?? {}, policy: { etag: "etag-0" }, versions: [] });
      return { name: `projects/${state.id}/secrets/${name}`, ...body };
    }),
    on("DELETE secretmanager.googleapis.com/v1/projects/{p}/secrets/{s}", ({ at }) => {
      secret(at.s);
      state.secrets.delete(at.s ?? "");
    }),
    on("POST secretmanager.googleapis.com/v1/projects/{p}/secrets/{s}:addVersion", ({ at, body }) => {
      const { versions } = secret(at.s);
      versions.push(Buffer.from(body.payload.data, "base64").toString());
      return { name: `projects/${state.id}/secrets/${at.s}/versions/${versions.length}`, state: "ENABLED" };
    }),
    on("GET secretmanager.googleapis.com/v1/projects/{p}/secrets/{s}/versions/{v}", ({ at }) => {
      const { versions } = secret(at.s);
      const number = at.v === "latest" ? versions.length : Number(at.v);
      if (!versions[number - 1]) throw notThere("Version");
      return {
        name: `projects/${state.id}/secrets/${at.s}/versions/${number}`,
        state: "ENABLED",
        createTime: "2026-01-01T00:00:00Z",
      };
    }),
    on("GET secretmanager.googleapis.com/v1/projects/{p}/secrets/{s}/versions/{v}:access", ({ at }) => {
      const { versions } = secret(at.s);
      const value = at.v === "latest" ? versions.at(-1) : versions[Number(at.v) - 1];
      if (value === undefined) throw notThere("Version");
      return { payload: { data: Buffer.from(value).toString("base64") } };
    }),
    on(
      "GET secretmanager.googleapis.com/v1/projects/{p}/secrets/{s}:getIamPolicy",
      ({ at }) => secret(at.s).policy,
    ),
    on("POST secretmanager.googleapis.com/v1/projects/{p}/secrets/{s}:setIamPolicy", ({ at, body }) => {
      secret(at.s).policy = body.policy;
      return body.policy;
    }),
  ];
}
