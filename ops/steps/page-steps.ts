import { VERSION } from "../../functions/src/platform/version.ts";
import { ask } from "../google/ask-site.ts";
import type { Channel } from "../google/google-types.ts";
import { deploy } from "../project/deploy-parts.ts";
import type { Project } from "../project/project.ts";
import { bad, good, type Step, setupCommand } from "../run/step.ts";

interface Rewrite {
  glob?: string;
  run?: { serviceId?: string; region?: string };
}

async function regionsOfRewrites({ google, id }: Project): Promise<string[] | null> {
  const address = `firebasehosting.googleapis.com/v1beta1/projects/${id}/sites/${id}/channels/live`;
  const { release } = await google.call<Channel>("GET", address);
  if (!release?.version) return null;
  const rewrites = (release.version.config?.rewrites ?? []) as Rewrite[];
  return rewrites.flatMap(({ run }) => (run ? [run.region ?? ""] : []));
}

const pages: Step = {
  id: "pages",
  title: "Widget and console are published",
  needs: ["functions"],
  always: true,
  patienceSeconds: 60,
  async check(project) {
    const regions = await regionsOfRewrites(project);
    if (regions === null) return bad("Nothing is published.", setupCommand(project));
    const other = regions.find((region) => region !== project.region);
    if (regions.length === 0 || other !== undefined) {
      return bad(
        `Hosting passes calls on to ${other ?? "no function"}, not to ${project.region}.`,
        setupCommand(project),
      );
    }
    const url = `${await project.siteUrl()}/widget.js`;
    const { status } = await ask(url);
    return status === 200 ? good(url) : bad(`${url} answers ${status}.`, setupCommand(project));
  },
  apply: (project) => deploy(project, "hosting"),
  async leftovers(project) {
    if ((await regionsOfRewrites(project)) === null) return [];
    const address = `firebasehosting.googleapis.com/v1beta1/projects/${project.id}/sites/${project.id}/releases`;
    const remove = async (): Promise<void> => {
      await project.google.call("POST", address, { type: "SITE_DISABLE" });
    };
    return [
      {
        what: `pages at ${project.id}.web.app`,
        remove,
        how: "switched off; widgets on your sites stay silent",
      },
    ];
  },
};

const answers: Step = {
  id: "answers",
  title: "The API answers, reads the database and signs tokens",
  needs: ["pages", "signing"],
  // New rights of the account take some minutes to hold everywhere.
  patienceSeconds: 420,
  async check(project) {
    const url = `${await project.siteUrl()}/v1/health?deep=true`;
    const response = await ask(url);
    const body = (await response.json().catch(() => ({}))) as {
      version?: string;
      error?: { message?: string };
    };
    if (response.status !== 200) {
      const cure = `Wait some minutes after a change of rights; else ${setupCommand(project)}`;
      return bad(`${url} answers ${response.status}: ${body.error?.message ?? "no reason given"}`, cure);
    }
    if (body.version !== VERSION)
      return bad(`Version ${body.version} answers, here is ${VERSION}.`, setupCommand(project));
    return good(`version ${body.version}`);
  },
  apply: async () => {},
};

export const pageSteps: readonly Step[] = [pages, answers];
