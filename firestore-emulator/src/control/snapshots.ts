import { invalidArgument, StatusCode, StatusError } from "../model/status.ts";
import type { EmulatorContext } from "../request/context.ts";
import { restoreSnapshot, type Snapshot, takeSnapshot } from "../transactions/snapshot.ts";
import {
  type Answer,
  bodyOf,
  EMPTY,
  type EndpointCall,
  invalidPayload,
  notFound,
  projectOf,
} from "./endpoint.ts";

const MAX_SNAPSHOTS_PER_PROJECT = 100;
const MAX_NAME_CHARS = 100;
const DEFAULT_NAME = "default";

/** The snapshots that requests asked for, by project and name. */
const kept = new WeakMap<EmulatorContext, Map<string, Map<string, Snapshot>>>();

function snapshotsOf(call: EndpointCall): Map<string, Snapshot> {
  const projects = kept.get(call.context) ?? new Map<string, Map<string, Snapshot>>();
  kept.set(call.context, projects);
  const project = projectOf(call);
  const snapshots = projects.get(project) ?? new Map<string, Snapshot>();
  projects.set(project, snapshots);
  return snapshots;
}

/** Remembers the project's documents under a name, in memory: `{"name": "seeded"}`, or "default" without. */
export async function keepSnapshot(call: EndpointCall): Promise<Answer> {
  const name = await nameOf(call);
  const snapshots = snapshotsOf(call);
  if (!snapshots.has(name) && snapshots.size >= MAX_SNAPSHOTS_PER_PROJECT) {
    throw new StatusError(
      StatusCode.RESOURCE_EXHAUSTED,
      `A project has at most ${MAX_SNAPSHOTS_PER_PROJECT} snapshots.`,
    );
  }
  snapshots.set(name, takeSnapshot(call.context.databases, projectOf(call)));
  return EMPTY;
}

/** Puts the documents of a snapshot back, as often as is asked. */
export async function bringBackSnapshot(call: EndpointCall): Promise<Answer> {
  const name = await nameOf(call);
  const snapshot = snapshotsOf(call).get(name);
  if (snapshot === undefined) {
    throw notFound(`Project ${projectOf(call)} has no snapshot "${name}".`);
  }
  restoreSnapshot(call.context.databases, snapshot);
  return EMPTY;
}

/** Forgets the project's snapshots. */
export function forgetSnapshots(call: EndpointCall): Answer {
  snapshotsOf(call).clear();
  return EMPTY;
}

async function nameOf(call: EndpointCall): Promise<string> {
  const { name = DEFAULT_NAME, ...others } = await bodyOf(call);
  if (typeof name !== "string" || Object.keys(others).length > 0) throw invalidPayload();
  if (name === "" || name.length > MAX_NAME_CHARS) {
    throw invalidArgument(`The name of a snapshot has 1 to ${MAX_NAME_CHARS} characters.`);
  }
  return name;
}
