import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { getRequestListener } from "@hono/node-server";
import { routes } from "../../../functions/src/http/routes.ts";
import { parseConfig } from "../../../functions/src/platform/config.ts";
import { createContext } from "../../../functions/src/platform/context.ts";
import { silentLog } from "../../../functions/src/platform/log.ts";
import { createApp } from "../../../functions/src/server/app.ts";
import type { ProjectState, Resource } from "./state.ts";

const SIGNING_ROLE = "roles/iam.serviceAccountTokenCreator";

interface Rewrite {
  glob: string;
  run?: { serviceId: string; region: string };
  path?: string;
}

function isMatch(glob: string, path: string): boolean {
  return glob.endsWith("/**") ? path.startsWith(glob.slice(0, -2)) : glob === path;
}

/** What the functions' account may do, as the project's policies say. */
function maySign(state: ProjectState, account: string): boolean {
  const bindings: { role: string; members: string[] }[] = state.policies.get(account)?.bindings ?? [];
  const binding = bindings.find(({ role }) => role === SIGNING_ROLE);
  return binding?.members.includes(`serviceAccount:${account}`) ?? false;
}

/**
 * The deployed site, made of what was sent: it serves the uploaded files and passes calls on to the backend of this
 * checkout, which gets the variables and the secret of the deployed function, on an embedded Firestore.
 */
export class FakeSite {
  #server: Server;
  #state: ProjectState | null = null;

  /** `firestore`: `host:port` of the emulator that stands for the project's database. */
  private constructor(private readonly firestore: string) {
    const listener = getRequestListener((request) => this.#answer(request));
    this.#server = createServer((request, response) => void listener(request, response));
  }

  static async start(firestore: string): Promise<FakeSite> {
    const site = new FakeSite(firestore);
    await new Promise<void>((resolve) => site.#server.listen(0, "127.0.0.1", resolve));
    return site;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Whose deployment is served. */
  serve(state: ProjectState): void {
    this.#state = state;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: Request): Promise<Response> {
    const state = this.#state;
    const version = state?.liveVersion ? state.versions.get(state.liveVersion) : undefined;
    if (!state || !version) return new Response("Site Not Found", { status: 404 });
    const { pathname } = new URL(request.url);
    const hash = version.files[pathname] ?? version.files[`${pathname.replace(/\/$/, "")}/index.html`];
    if (hash) return new Response(new Uint8Array(gunzipSync(state.contents.get(hash) ?? Buffer.alloc(0))));
    const rewrites: Rewrite[] = version.config.rewrites;
    const rewrite = rewrites.find(({ glob }) => isMatch(glob, pathname));
    if (!rewrite?.run) return new Response("Not Found", { status: 404 });
    return this.#call(state, rewrite.run, request);
  }

  async #call(state: ProjectState, run: NonNullable<Rewrite["run"]>, request: Request): Promise<Response> {
    const name = `projects/${state.id}/locations/${run.region}/functions/${run.serviceId}`;
    const deployed = state.functions.get(name);
    if (!deployed) return new Response("No such service", { status: 404 });
    const service: Resource = deployed.serviceConfig;
    const config = parseConfig({
      ...service.environmentVariables,
      GCLOUD_PROJECT: state.id,
      JWT_SECRET: state.secrets.get("JWT_SECRET")?.versions.at(-1),
      FIRESTORE_EMULATOR_HOST: this.firestore,
    });
    const account: string = service.serviceAccountEmail;
    const ctx = {
      ...createContext(config, silentLog),
      tasks: { enqueue: async () => {} },
      mintCustomToken: async () => {
        if (!maySign(state, account)) throw new Error("Permission 'iam.serviceAccounts.signBlob' denied.");
        return "signed";
      },
    };
    return createApp(routes, ctx).fetch(request);
  }
}
