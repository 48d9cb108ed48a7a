import { ask } from "../google/ask-site.ts";
import { allowedSites, allowSite } from "../project/allowed-sites.ts";
import { bad, good, type Step, setupCommand } from "../run/step.ts";

const site: Step = {
  id: "site",
  title: "The web site may embed the widget",
  needs: ["answers"],
  later: true,
  isForPerson: ({ wishes }) => wishes.site === null,
  async check(project) {
    const allowed = await allowedSites(project);
    const wanted = project.wishes.site;
    if (wanted !== null && !allowed.includes(wanted)) {
      return bad(`${wanted} is not allowed.`, `${setupCommand(project)} --site ${wanted}`);
    }
    if (allowed.length > 0) return good(allowed.join(", "));
    return bad(
      'No site is allowed: the widget says "No connection" everywhere.',
      `${setupCommand(project)} --site https://www.example.com`,
    );
  },
  async apply(project) {
    if (project.wishes.site !== null) await allowSite(project, project.wishes.site);
  },
};

const preflight: Step = {
  id: "preflight",
  title: "The web site may call the API",
  later: true,
  needs: ["site"],
  // Every instance sees a new domain within a minute.
  patienceSeconds: 90,
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
  apply: async () => {},
};

export const siteSteps: readonly Step[] = [site, preflight];
