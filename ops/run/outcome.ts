import { ApiError } from "../google/api-error.ts";
import type { Project } from "../project/project.ts";
import type { Finding, Step } from "./step.ts";

export type Result =
  /** It was as it should be. */
  | "ok"
  /** Setup made it so. */
  | "done"
  /** A dry run would apply it. */
  | "would"
  /** It is not as it should be. */
  | "failed"
  /** A person has to do something before the rest can go on. */
  | "person"
  /** Not good yet, and nothing to wait for now. */
  | "later"
  /** Not looked at, because a step failed that it needs. */
  | "skipped";

/** What became of one step. */
export interface Outcome {
  readonly id: string;
  readonly title: string;
  readonly result: Result;
  readonly found: string;
  readonly cure?: string;
}

export function outcome(step: Step, result: Result, { found, cure }: Omit<Finding, "ok">): Outcome {
  return { id: step.id, title: step.title, result, found, ...(cure !== undefined && { cure }) };
}

/** The step's check; Google's refusal is a finding too. */
export async function checkStep(step: Step, project: Project): Promise<Finding> {
  try {
    return await step.check(project);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const cure = error.status === 403 ? "An owner of the project has to run this" : "Try again";
    return { ok: false, found: error.message, cure };
  }
}
