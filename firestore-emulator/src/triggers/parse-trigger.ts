import { invalidArgument } from "../model/status.ts";
import { PathPattern } from "./path-pattern.ts";
import type { ChangeKind, Trigger } from "./trigger.ts";

const KINDS_OF_FIRST_GENERATION: Readonly<Record<string, ChangeKind>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  write: "written",
};
/** "providers/cloud.firestore/eventTypes/document.write", or "google.firestore.document.write". */
const FIRST_GENERATION_TYPE =
  /^(?:providers\/cloud\.firestore\/eventTypes\/|google\.firestore\.)document\.(\w+)$/;
const SECOND_GENERATION_TYPE =
  /^google\.cloud\.firestore\.document\.v1\.(created|updated|deleted|written)(?:\.withAuthContext)?$/;
/** A namespace, after an @, is Datastore mode's; the default one is empty. */
const RESOURCE = /^projects\/[^/]+\/databases\/([^/]+)\/documents(?:@[^/]*)?\/(.+)$/s;

/**
 * As firebase-tools registers a function of the first generation:
 * `{"eventTrigger": {"eventType": "providers/...", "resource": "projects/p/databases/d/documents/rooms/{room}"}}`.
 * Throws INVALID_ARGUMENT.
 */
export function parseFirstGeneration(key: string, body: Readonly<Record<string, unknown>>): Trigger {
  const { eventTrigger } = body;
  const { eventType, resource, eventFilters } = objectOf(eventTrigger, "eventTrigger");
  const pattern = resource ?? (isObject(eventFilters) ? eventFilters.resource : undefined);
  const type = textOf(eventType, "eventTrigger.eventType");
  const kind = KINDS_OF_FIRST_GENERATION[FIRST_GENERATION_TYPE.exec(type)?.[1] ?? ""];
  if (kind === undefined) throw invalidArgument(`Unknown event type "${type}".`);
  const [, databaseId = "", documents = ""] =
    RESOURCE.exec(textOf(pattern, "eventTrigger.resource")) ??
    fail(`"${String(pattern)}" names no documents.`);
  return { key, generation: 1, eventType: type, kind, databaseId, documents: new PathPattern(documents) };
}

/**
 * As firebase-tools registers a function of the second generation: `{"eventType": "google.cloud.firestore.document.v1.
 * written", "database": "(default)", "namespace": "(default)", "document": {"value": "rooms/{room}", "matchType":
 * "PATH_PATTERN"}}`. Throws INVALID_ARGUMENT.
 */
export function parseSecondGeneration(key: string, body: Readonly<Record<string, unknown>>): Trigger {
  const eventType = textOf(body.eventType, "eventType");
  const kind = SECOND_GENERATION_TYPE.exec(eventType)?.[1] as ChangeKind | undefined;
  if (kind === undefined) throw invalidArgument(`Unknown event type "${eventType}".`);
  const documents = textOf(objectOf(body.document, "document").value, "document.value");
  const databaseId = textOf(body.database, "database");
  return { key, generation: 2, eventType, kind, databaseId, documents: new PathPattern(documents) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objectOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : fail(`A trigger needs "${name}".`);
}

function textOf(value: unknown, name: string): string {
  return typeof value === "string" && value !== "" ? value : fail(`A trigger needs "${name}".`);
}

function fail(message: string): never {
  throw invalidArgument(message);
}
