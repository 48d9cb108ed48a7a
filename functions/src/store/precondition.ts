import { createHash } from "node:crypto";
import { ChatError } from "../platform/error.ts";

/** What of a resource, as it is stored and as it is answered, says which version it is. */
export interface Versioned {
  readonly updatedAt?: unknown;
  readonly version?: unknown;
  readonly lastSeq?: unknown;
}

/** The `ETag` of a resource: another one after every change. */
export function etagOf({ updatedAt = null, version = null, lastSeq = null }: Versioned): string {
  const text = JSON.stringify([updatedAt, version, lastSeq]);
  return `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
}

/**
 * What `If-Match` asks for, checked against the resource where the change reads it, so that nothing comes between. Source:
 * https://www.rfc-editor.org/rfc/rfc9110#name-if-match
 */
export class Precondition {
  private hasLooked = false;
  private isMet = false;

  /** @param id of the resource; null: the path has none, and the first document that is read is meant. */
  constructor(
    private readonly tags: readonly string[],
    private readonly id: string | null,
  ) {}

  /** @throws ChatError `precondition_failed` when this is the resource, and it is another version. */
  look(id: string, found: object | null): void {
    const isMeant = this.id === null || (id === this.id && found !== null && "updatedAt" in found);
    if (!isMeant || this.isMet) return;
    this.hasLooked = true;
    if (this.tags.includes("*") || this.tags.includes(etagOf((found ?? {}) as Versioned))) return;
    throw new ChatError("precondition_failed", "It has changed since you read it. Read it again.");
  }

  /** After a commit: what the same call changes later builds on that. */
  settle(): void {
    this.isMet ||= this.hasLooked;
  }
}
