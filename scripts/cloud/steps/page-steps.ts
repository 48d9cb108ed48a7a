import { VERSION } from "../../../functions/src/platform/version.ts";
import { allowedSites } from "../allowed-sites.ts";
import { ApiError } from "../api-error.ts";
import { deploy } from "../firebase-cli.ts";
import type { Channel } from "../google-types.ts";
import type { Project } from "../project.ts";
import { bad, good, type Step, setupCommand } from "../step.ts";

const TIMEOUT_MILLIS = 20_000;

/** Asks the deployed site as a browser would, without any right of ours. */
async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MILLIS) });
  } catch (error) {
    throw new ApiError(0, `${url} does not answer: ${error instanceof Error ? error.message : error}`);
  }
}

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

const preflight: Step = {
  id: "preflight",
  title: "The web site may call the API",
  needs: ["answers", "site"],
  async check(project) {
    const url = `${await project.siteUrl()}/v1/widget/session`;
    const origins = (await allowedSites(project)).filter((origin) => !origin.includes("*"));
    for (const origin of origins) {
      const headers = { Origin: origin, "Access-Control-Request-Method": "POST" };
      const response = await ask(url, { method: "OPTIONS", headers });
      if (response.headers.get("access-control-allow-origin") !== origin) {
        return bad(`A browser at ${origin} is refused.`, `${setupCommand(project)} --site ${origin}`);
      }
    }
    return good(origins.join(", ") || "every site is allowed");
  },
};

export const pageSteps: readonly Step[] = [pages, answers, preflight];
