import type { Project } from "../project/project.ts";

/** What a check found. */
export interface Finding {
  readonly ok: boolean;
  /** One sentence on what is there. */
  readonly found: string;
  /** What cures it, where something is wrong: a command, or what a person does. */
  readonly cure?: string;
}

/** Something that a teardown finds. */
export interface Leftover {
  readonly what: string;
  /** Removes it. Absent: only a person may or can, as `how` says. */
  remove?(): Promise<void>;
  readonly how: string;
}

/**
 * One step from an empty project to a working chat. Setup checks it, applies it where the check fails and checks
 * again; doctor checks it; teardown asks what it left. So all three agree on what belongs to a deployment.
 */
export interface Step {
  readonly id: string;
  /** What there is when it is done: "the database". */
  readonly title: string;
  /** Steps without which this one can neither be checked nor applied. */
  readonly needs: readonly string[];
  /** @throws ApiError as Google's refusal: the finding is then that sentence */
  check(project: Project): Promise<Finding>;
  /** Absent: a person has to. */
  apply?(project: Project): Promise<void>;
  /** Applied by every setup, whatever the check says: a deployment of what is here. */
  readonly always?: true;
  /** Seconds that Google may take until the check holds after `apply`. 0 unless given. */
  readonly patienceSeconds?: number;
  /** Setup goes on without it: it is good a while after a deployment, or somebody may decide later. Doctor looks. */
  readonly later?: true;
  /** Whether only a person can apply it, for this project. */
  isForPerson?(project: Project): boolean;
  leftovers?(project: Project): Promise<readonly Leftover[]>;
}

export const good = (found: string): Finding => ({ ok: true, found });
export const bad = (found: string, cure: string): Finding => ({ ok: false, found, cure });

/** The command that applies a step. */
export function setupCommand(project: Project): string {
  return `npm run setup -- --project ${project.id}`;
}
