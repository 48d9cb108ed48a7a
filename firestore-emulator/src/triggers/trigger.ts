import { relativePath } from "../model/path.ts";
import type { Change } from "../storage/commit-event.ts";
import type { PathPattern } from "./path-pattern.ts";

/** What happens to a document; "written" is any of the others. */
export type ChangeKind = "created" | "updated" | "deleted" | "written";

/** A function that is told of changes to documents. */
export interface Trigger {
  /** The key under which the functions emulator knows the function. */
  readonly key: string;
  /** 1: JSON in the form of the first generation of functions. 2: a CloudEvent. */
  readonly generation: 1 | 2;
  /** As it was registered, and as events name it. */
  readonly eventType: string;
  readonly kind: ChangeKind;
  readonly databaseId: string;
  readonly documents: PathPattern;
}

/** Whether the function is to be told of the change. */
export function isMetBy({ kind, documents }: Trigger, change: Change): boolean {
  return (kind === "written" || kind === kindOf(change)) && documents.matches(relativePath(change.name));
}

function kindOf({ before, after }: Change): ChangeKind {
  if (before === undefined) return "created";
  return after === undefined ? "deleted" : "updated";
}
