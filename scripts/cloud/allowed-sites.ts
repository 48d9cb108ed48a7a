import type { Project } from "./project.ts";

/**
 * The web sites that may embed the widget. Today they are the variable WIDGET_ORIGINS; where widgets are documents
 * with domains of their own, these two functions are what changes.
 */
export async function allowedSites({ settings }: Project): Promise<readonly string[]> {
  return settings
    .get("WIDGET_ORIGINS")
    .split(",")
    .map((origin) => origin.trim())
    .filter((origin) => origin !== "");
}

/** Allows one more site: its origin, `https://www.example.com`. It holds from the next deployment of the functions. */
export async function allowSite(project: Project, origin: string): Promise<void> {
  const allowed = await allowedSites(project);
  if (!allowed.includes(origin))
    await project.settings.set({ WIDGET_ORIGINS: [...allowed, origin].join(",") });
}
