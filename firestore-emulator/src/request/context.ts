import type { Faults } from "../faults/faults.ts";
import type { IndexCheck } from "../indexes/index-check.ts";
import type { Meter } from "../meter/meter.ts";
import type { Clock } from "../storage/commit-clock.ts";
import type { Databases } from "../transactions/databases.ts";
import type { ProjectRules } from "./project-rules.ts";

/** What every handler works with; one per running emulator. */
export interface EmulatorContext {
  /** The project of requests that name none (the control endpoints' default). */
  readonly projectId: string;
  readonly databases: Databases;
  readonly meter: Meter;
  readonly faults: Faults;
  /** Security rules per project id; a project without rules allows everything. */
  readonly rules: ProjectRules;
  /** Refuses queries that lack an index in production. */
  readonly indexes: IndexCheck;
  readonly clock: Clock;
  /** host:port of the functions emulator, where there is one. */
  readonly functionsEmulator: string | undefined;
  /** Whose pages may call, besides those of this machine. */
  readonly allowOrigins: readonly string[];
  /** In or below which folders a request may have exports written; null: anywhere. */
  readonly exportFolders: readonly string[] | null;
  /** Aborted when the emulator stops. */
  readonly stopping: AbortSignal;
  /** Ends the emulator; asked for by POST /shutdown. */
  readonly shutDown: () => void;
  readonly log: (message: string) => void;
}
