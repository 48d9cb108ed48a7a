import { notThere, on, Refusal, type Route } from "./server.ts";
import { finished, type ProjectState, type Resource } from "./state.ts";

const EMPTY_POLICY: Resource = { version: 1, etag: "etag-0", bindings: [] };

/** Sign-in, the project, its billing, its APIs and its rights. */
export function accessRoutes(state: ProjectState): Route[] {
  const policyOf = (name: string) => state.policies.get(name) ?? EMPTY_POLICY;
  const setPolicy = (name: string, policy: Resource) => {
    const before = policyOf(name);
    const changes = Number(String(before.etag).split("-")[1]) + 1;
    if (policy.etag && policy.etag !== before.etag)
      throw new Refusal(409, "The policy was changed meanwhile.");
    const after = { ...policy, etag: `etag-${changes}` };
    state.policies.set(name, after);
    return after;
  };
  const project = () => ({
    projectId: state.id,
    projectNumber: state.number,
    displayName: state.id,
    name: `projects/${state.id}`,
    lifecycleState: "ACTIVE",
    state: "ACTIVE",
    resources: { hostingSite: state.id },
  });
  const account = (email: string) => {
    const found = state.serviceAccounts.get(email);
    if (!found) throw notThere(`Service account ${email}`);
    return found;
  };
  return [
    on("POST www.googleapis.com/oauth2/v3/token", () => ({
      access_token: "fake-access-token",
      expires_in: 3600,
      scope: "email openid https://www.googleapis.com/auth/cloud-platform",
      token_type: "Bearer",
    })),
    on("GET firebase.googleapis.com/v1beta1/projects/{p}", () => {
      if (!state.isFirebase) throw notThere(`Project ${state.id}`);
      return project();
    }),
    on("GET firebase.googleapis.com/v1beta1/projects/{p}/adminSdkConfig", () => ({
      projectId: state.id,
      storageBucket: `${state.id}.firebasestorage.app`,
    })),
    on("GET cloudresourcemanager.googleapis.com/v1/projects/{p}", project),
    on("POST cloudresourcemanager.googleapis.com/v1/projects/{p}:testIamPermissions", ({ body }) => ({
      permissions: body.permissions,
    })),
    on("POST cloudresourcemanager.googleapis.com/v1/projects/{p}:getIamPolicy", () => policyOf("project")),
    on("POST cloudresourcemanager.googleapis.com/v1/projects/{p}:setIamPolicy", ({ body }) =>
      setPolicy("project", body.policy),
    ),
    on("GET cloudbilling.googleapis.com/v1/projects/{p}/billingInfo", () => ({
      billingAccountName: state.billingAccount ?? "",
      billingEnabled: state.billingAccount !== null,
    })),
    on("GET serviceusage.googleapis.com/{v}/projects/{p}/services/{service}", ({ at }) => ({
      name: `projects/${state.number}/services/${at.service}`,
      state: state.services.has(at.service ?? "") ? "ENABLED" : "DISABLED",
    })),
    on("GET serviceusage.googleapis.com/v1/projects/{p}/services:batchGet", () => ({ services: [] })),
    on("GET serviceusage.googleapis.com/v1/projects/{p}/services", () => ({
      services: [...state.services].map((name) => ({ config: { name }, state: "ENABLED" })),
    })),
    on("POST serviceusage.googleapis.com/v1/projects/{p}/services:batchEnable", ({ body }) => {
      if (!state.billingAccount) throw new Refusal(400, "Billing must be enabled for activation of service.");
      for (const service of body.serviceIds) state.services.add(service);
      return finished({});
    }),
    on("POST serviceusage.googleapis.com/v1/projects/{p}/services/{service}:enable", ({ at }) => {
      state.services.add(at.service ?? "");
      return finished({});
    }),
    on("POST serviceusage.googleapis.com/{v}/projects/{p}/services/{service}:generateServiceIdentity", () =>
      finished({}),
    ),
    on("POST iam.googleapis.com/v1/projects/{p}/serviceAccounts", ({ body }) => {
      const email = `${body.accountId}@${state.id}.iam.gserviceaccount.com`;
      state.serviceAccounts.set(email, { policy: EMPTY_POLICY });
      return { name: `projects/${state.id}/serviceAccounts/${email}`, email };
    }),
    on("GET iam.googleapis.com/v1/projects/{p}/serviceAccounts/{email}", ({ at }) => {
      account(at.email ?? "");
      return { name: `projects/${state.id}/serviceAccounts/${at.email}`, email: at.email };
    }),
    on("DELETE iam.googleapis.com/v1/projects/{p}/serviceAccounts/{email}", ({ at }) => {
      account(at.email ?? "");
      state.serviceAccounts.delete(at.email ?? "");
    }),
    on("POST iam.googleapis.com/v1/projects/{p}/serviceAccounts/{email}:getIamPolicy", ({ at }) => {
      account(at.email ?? "");
      return policyOf(at.email ?? "");
    }),
    on("POST iam.googleapis.com/v1/projects/{p}/serviceAccounts/{email}:setIamPolicy", ({ at, body }) => {
      account(at.email ?? "");
      return setPolicy(at.email ?? "", body.policy);
    }),
    on("GET iam.googleapis.com/v1/roles/{role*}", ({ at }) => ({ name: at.role, title: at.role })),
    on("GET cloudbilling.googleapis.com/v1/billingAccounts", () => ({
      billingAccounts: state.billingAccount ? [{ name: state.billingAccount, open: true }] : [],
    })),
    on("GET compute.googleapis.com/compute/v1/projects/{p}", () => ({
      defaultServiceAccount: `${state.number}-compute@developer.gserviceaccount.com`,
    })),
    on("GET identitytoolkit.googleapis.com/admin/v2/projects/{p}/config", () => {
      if (!state.authEnabled) throw notThere("CONFIGURATION_NOT_FOUND");
      return { name: `projects/${state.id}/config`, authorizedDomains: ["localhost"] };
    }),
    on("POST identitytoolkit.googleapis.com/v2/projects/{p}/identityPlatform:initializeAuth", () => {
      state.authEnabled = true;
    }),
  ];
}
