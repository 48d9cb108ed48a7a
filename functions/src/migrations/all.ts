import { agentGoneDefault } from "./agent-gone-default.ts";
import type { Migration } from "./migration.ts";
import { reassignAt } from "./reassign-at.ts";
import { routingMemory } from "./routing-memory.ts";

/** The shape of all data that was stored before versions were counted. */
export const FIRST_VERSION = 1;

/** All migrations in their order, from `to: 2` on without gaps. None is ever taken out or changed once released. */
export const migrations: readonly Migration[] = [agentGoneDefault, reassignAt, routingMemory];

/** The version that this code writes. */
export function latestVersion(all: readonly Migration[] = migrations): number {
  return all.at(-1)?.to ?? FIRST_VERSION;
}
