import type { DatabaseId } from "../model/path.ts";
import { StatusCode, StatusError } from "../model/status.ts";
import type { EmulatorContext } from "../request/context.ts";
import type { CommitEvent } from "../storage/commit-event.ts";
import { Deliveries } from "./deliveries.ts";
import { isMetBy, type Trigger } from "./trigger.ts";

const MAX_TRIGGERS_PER_PROJECT = 1_000;

/** The triggers of each running emulator, made when the first is registered. */
const registered = new WeakMap<EmulatorContext, ProjectTriggers>();

export function triggersOf(context: EmulatorContext): ProjectTriggers {
  let triggers = registered.get(context);
  if (triggers === undefined) {
    const { functionsEmulator: address, log, stopping } = context;
    const own = new ProjectTriggers(new Deliveries({ address, log, stopping }));
    context.databases.onCommit((event, database) => own.tell(event, database));
    registered.set(context, own);
    triggers = own;
  }
  return triggers;
}

/** The functions to tell of changes, by project and key. */
export class ProjectTriggers {
  private readonly projects = new Map<string, Map<string, Trigger>>();

  constructor(private readonly deliveries: Pick<Deliveries, "add">) {}

  /** Registers a trigger; one with the same key is replaced. Throws RESOURCE_EXHAUSTED when there are too many. */
  put(projectId: string, trigger: Trigger): void {
    const triggers = this.projects.get(projectId) ?? new Map<string, Trigger>();
    if (!triggers.has(trigger.key) && triggers.size >= MAX_TRIGGERS_PER_PROJECT) {
      const message = `A project has at most ${MAX_TRIGGERS_PER_PROJECT} triggers.`;
      throw new StatusError(StatusCode.RESOURCE_EXHAUSTED, message);
    }
    triggers.set(trigger.key, trigger);
    this.projects.set(projectId, triggers);
  }

  /** Forgets a trigger; whether there was one. */
  remove(projectId: string, key: string): boolean {
    return this.projects.get(projectId)?.delete(key) ?? false;
  }

  /** Clearing and going back to a snapshot are no work of a user's: functions are not told of them. */
  tell({ time, changes, isReset }: CommitEvent, database: DatabaseId): void {
    const triggers = this.projects.get(database.projectId);
    if (triggers === undefined || triggers.size === 0 || isReset) return;
    for (const change of changes) {
      for (const trigger of triggers.values()) {
        if (trigger.databaseId !== database.databaseId || !isMetBy(trigger, change)) continue;
        this.deliveries.add({ trigger, change, time, database });
      }
    }
  }
}
