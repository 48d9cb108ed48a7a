import { ApiError } from "../google/api-error.ts";
import type { Project } from "../project/project.ts";
import type { Leftover, Step } from "./step.ts";

export interface Left extends Leftover {
  readonly step: string;
}

/** What the steps left in the project, the last made first. A service that is off has nothing left. */
export async function findLeftovers(steps: readonly Step[], project: Project): Promise<readonly Left[]> {
  const left: Left[] = [];
  for (const step of [...steps].reverse()) {
    try {
      const found = (await step.leftovers?.(project)) ?? [];
      left.push(...found.map((one) => ({ ...one, step: step.id })));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status === 0) throw error;
      left.push({ what: step.title, how: `Google refuses to say: ${error.message}`, step: step.id });
    }
  }
  return left;
}

/** Removes what may be removed, in the given order, and tells each. @returns what could not be removed */
export async function removeLeftovers(
  left: readonly Left[],
  report: (what: string, error: string | null) => void,
): Promise<readonly Left[]> {
  const stays: Left[] = [];
  for (const one of left) {
    if (!one.remove) continue;
    try {
      await one.remove();
      report(one.what, null);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // Removed meanwhile, or together with something else.
      if (error.status === 404) report(one.what, null);
      else {
        stays.push(one);
        report(one.what, error.message);
      }
    }
  }
  return stays;
}
