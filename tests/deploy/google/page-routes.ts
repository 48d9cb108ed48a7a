import { notThere, on, type Route } from "./server.ts";
import { API_KEY, finished, nextId, type ProjectState } from "./state.ts";

/** The web app and Hosting. */
export function pageRoutes(state: ProjectState, defaultUrl: () => string): Route[] {
  const site = () => ({
    name: `projects/${state.id}/sites/${state.id}`,
    defaultUrl: defaultUrl(),
    type: "DEFAULT_SITE",
  });
  const version = (name: string | undefined) => {
    const found = state.versions.get(name ?? "");
    if (!found) throw notThere("Version");
    return found;
  };
  const versionName = (at: Readonly<Record<string, string>>) => `sites/${at.s}/versions/${at.v}`;
  return [
    on("GET firebase.googleapis.com/v1beta1/projects/{p}/webApps", () => ({
      apps: [...state.webApps.values()],
    })),
    on("POST firebase.googleapis.com/v1beta1/projects/{p}/webApps", ({ body }) => {
      const appId = `1:${state.number}:web:${nextId(state.webApps)}`;
      const made = { name: `projects/${state.id}/webApps/${appId}`, appId, projectId: state.id, ...body };
      state.webApps.set(appId, made);
      return finished(made, "operations/web-app");
    }),
    on("GET firebase.googleapis.com/v1beta1/operations/{o}", () =>
      finished([...state.webApps.values()].at(-1)),
    ),
    on("GET firebase.googleapis.com/v1beta1/projects/{p}/webApps/{app*}", ({ at }) => {
      const appId = (at.app ?? "").replace(/\/config$/, "");
      if (!state.webApps.has(appId)) throw notThere("Web app");
      return { projectId: state.id, appId, apiKey: API_KEY, authDomain: `${state.id}.firebaseapp.com` };
    }),
    on("POST firebase.googleapis.com/v1beta1/projects/{p}/webApps/{app*}", ({ at }) => {
      state.webApps.delete((at.app ?? "").replace(/:remove$/, ""));
      return finished({});
    }),

    on("GET firebasehosting.googleapis.com/v1beta1/projects/{p}/sites", () => ({ sites: [site()] })),
    on("GET firebasehosting.googleapis.com/v1beta1/projects/{p}/sites/{s}", site),
    on("GET firebasehosting.googleapis.com/v1beta1/projects/{p}/sites/{s}/channels/live", () => ({
      name: `projects/${state.id}/sites/${state.id}/channels/live`,
      url: defaultUrl(),
      ...(state.liveVersion && { release: { version: state.versions.get(state.liveVersion) } }),
    })),
    on("POST firebasehosting.googleapis.com/v1beta1/projects/{p}/sites/{s}/versions", ({ at, body }) => {
      const name = `sites/${at.s}/versions/version-${nextId(state.versions)}`;
      state.versions.set(name, { name: `projects/${state.id}/${name}`, ...body, files: {} });
      return { name: `projects/${state.id}/${name}` };
    }),
    on(
      "POST firebasehosting.googleapis.com/v1beta1/projects/{p}/sites/{s}/versions/{v}:populateFiles",
      ({ at, body }) => {
        Object.assign(version(versionName(at)).files, body.files);
        const hashes = [...new Set(Object.values(body.files as Record<string, string>))];
        return {
          uploadRequiredHashes: hashes.filter((hash) => !state.contents.has(hash)),
          uploadUrl: `http://upload-firebasehosting.googleapis.com/upload/${at.s}/${at.v}`,
        };
      },
    ),
    on("POST upload-firebasehosting.googleapis.com/upload/{s}/{v}/{hash}", ({ at, bytes }) => {
      state.contents.set(at.hash ?? "", bytes);
    }),
    on("PATCH firebasehosting.googleapis.com/v1beta1/projects/{p}/sites/{s}/versions/{v}", ({ at, body }) =>
      Object.assign(version(versionName(at)), body),
    ),
    on(
      "POST firebasehosting.googleapis.com/v1beta1/projects/{p}/sites/{s}/channels/live/releases",
      ({ query }) => {
        state.liveVersion = (query.versionName ?? "").replace(`projects/${state.id}/`, "");
        return { name: `projects/${state.id}/sites/${state.id}/channels/live/releases/1` };
      },
    ),
    on("POST firebasehosting.googleapis.com/v1beta1/projects/{p}/sites/{s}/releases", ({ body }) => {
      if (body?.type === "SITE_DISABLE") state.liveVersion = null;
      return {};
    }),
  ];
}
