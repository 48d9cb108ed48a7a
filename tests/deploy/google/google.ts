import { accessRoutes } from "./access-routes.ts";
import { dataRoutes } from "./data-routes.ts";
import { functionRoutes } from "./function-routes.ts";
import { googleAt } from "./origins.ts";
import { pageRoutes } from "./page-routes.ts";
import { type Call, GoogleServer } from "./server.ts";
import { emptyProject, type ProjectState } from "./state.ts";
import { watchRoutes } from "./watch-routes.ts";

/**
 * A Google of one project, for the tests of deployments. It proves what the Firebase CLI and our commands send, in
 * which order, and that they cope with refusals. It proves nothing about what Google does with it.
 */
export class FakeGoogle {
  private constructor(
    readonly state: ProjectState,
    readonly server: GoogleServer,
  ) {}

  /** `siteUrl`: where the project's pages answer, asked for when it is needed. */
  static async start(projectId: string, siteUrl: () => string): Promise<FakeGoogle> {
    const state = emptyProject(projectId);
    const routes = [accessRoutes, dataRoutes, functionRoutes, watchRoutes].flatMap((part) => part(state));
    return new FakeGoogle(state, await GoogleServer.start([...routes, ...pageRoutes(state, siteUrl)]));
  }

  /** Variables with which a process takes this for Google. */
  get environment(): Record<string, string> {
    return { ...googleAt(this.server.address), FIREBASE_TOKEN: "1//fake" };
  }

  /** Takes out what was sent since the last time. */
  takeCalls(): Call[] {
    return this.server.calls.splice(0);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}
