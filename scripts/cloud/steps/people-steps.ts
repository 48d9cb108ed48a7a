import { randomBytes } from "node:crypto";
import { Firestore } from "firebase-admin/firestore";
import { parseConfig } from "../../../functions/src/platform/config.ts";
import type { Context } from "../../../functions/src/platform/context.ts";
import { createContext } from "../../../functions/src/platform/context.ts";
import { silentLog } from "../../../functions/src/platform/log.ts";
import { agents } from "../../../functions/src/store/agents.ts";
import { defaultGroupQuery } from "../../../functions/src/store/groups.ts";
import { createAgent } from "../../../functions/src/team/create-agent.ts";
import { createGroup } from "../../../functions/src/team/create-group.ts";
import { addGroupAgents } from "../../../functions/src/team/membership.ts";
import type { Project } from "../project.ts";
import { bad, good, type Step, setupCommand } from "../step.ts";

const GROUP_NAME = "Support";

/** Runs work of the backend on the project's database, as whoever runs this command. */
async function withBackend<T>(project: Project, work: (ctx: Context) => Promise<T>): Promise<T> {
  const { environment, id, settings } = project;
  // Google's library asks as this person: the project is who pays.
  process.env.GOOGLE_CLOUD_QUOTA_PROJECT ??= id;
  const config = parseConfig({
    ...settings.values,
    GCLOUD_PROJECT: id,
    // No token is made here.
    JWT_SECRET: randomBytes(32).toString("hex"),
    WEB_API_KEY: "unused",
    ...(environment.FIRESTORE_EMULATOR_HOST && {
      FIRESTORE_EMULATOR_HOST: environment.FIRESTORE_EMULATOR_HOST,
    }),
  });
  // A client of its own: a shared one could not be used again after it has been closed.
  const db = new Firestore({ projectId: id, databaseId: config.databaseId });
  const ctx = { ...createContext(config, silentLog), db };
  try {
    return await work(ctx);
  } finally {
    await ctx.db.terminate();
  }
}

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
