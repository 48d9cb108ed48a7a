import { endpoints } from "@livechat/contract";
import type { ApiClient } from "../local/api-client.ts";
import { PASSWORD } from "../local/demo/demo.ts";

export interface DemoTeam {
  readonly agents: readonly { readonly id: string; readonly email: string }[];
  readonly groupIds: ReadonlyMap<string, string>;
  readonly tagIds: ReadonlyMap<string, string>;
}

/** Who is signed in today: tokens last a week. */
export class Team {
  readonly tokens = new Map<string, string>();
  admin = "";

  constructor(
    private readonly api: ApiClient,
    readonly demo: DemoTeam,
  ) {}

  async signIn(): Promise<void> {
    const login = async (email: string) =>
      (await this.api.call(endpoints.login, { body: { email, password: PASSWORD } })).body.token;
    this.admin = await login("admin@livechat.test");
    for (const { id, email } of this.demo.agents) this.tokens.set(id, await login(email));
  }

  async go(status: "online" | "offline"): Promise<void> {
    for (const { id } of this.demo.agents) {
      const token = this.tokens.get(id) ?? "";
      await this.api.call(endpoints.updateAgent, { token, params: { id }, body: { status } });
    }
  }
}
