import type { Context } from "../../functions/src/platform/context.ts";
import { agents } from "../../functions/src/store/agents.ts";
import { defaultGroupQuery } from "../../functions/src/store/groups.ts";
import { createAgent } from "../../functions/src/team/create-agent.ts";
import { createGroup } from "../../functions/src/team/create-group.ts";
import { addGroupAgents } from "../../functions/src/team/membership.ts";
import { withBackend } from "../project/backend.ts";
import { bad, good, type Step, setupCommand } from "../run/step.ts";

const GROUP_NAME = "Support";

async function findAdmin(ctx: Context): Promise<string | null> {
  const query = agents.all(ctx.db).where("role", "==", "admin").orderBy("createdAt").limit(10);
  return (await agents.find(query)).find(({ isDeleted }) => !isDeleted)?.email ?? null;
}

const admin: Step = {
  id: "admin",
  title: "An admin can sign in, and a group takes chats",
  needs: ["indexes"],
  later: true,
  isForPerson: ({ wishes }) => wishes.admin === null,
  async check(project) {
    const [email, group] = await withBackend(project, async (ctx) =>
      Promise.all([findAdmin(ctx), defaultGroupQuery(ctx.db).get()]),
    );
    if (email === null) return bad("There is no admin.", `${setupCommand(project)} --admin you@example.com`);
    if (group.empty) return bad("No group takes chats.", "Make one in the console, under Groups");
    return good(email);
  },
  async apply(project) {
    const { wishes } = project;
    await withBackend(project, async (ctx) => {
      if ((await findAdmin(ctx)) !== null || wishes.admin === null) return;
      const { id } = await createAgent({ ...wishes.admin, role: "admin" }, ctx);
      if (!(await defaultGroupQuery(ctx.db).get()).empty) return;
      const group = await createGroup({ name: GROUP_NAME, isDefault: true }, ctx);
      await addGroupAgents(group.id, [id], ctx);
    });
  },
};

export const peopleSteps: readonly Step[] = [admin];
