import { parseDocumentName } from "../model/path.ts";
import { invalidArgument } from "../model/status.ts";
import type { google } from "../proto/protos.ts";
import { decodeQuery } from "../proto/query-codec.ts";
import { decodeTimestamp } from "../proto/value-codec.ts";
import { LISTEN_LIMITS } from "./limits.ts";
import type { ListenCommand } from "./listen-stream.ts";
import type { ResumePoint, TargetRequest, TargetScope } from "./target.ts";

type TargetMessage = google.firestore.v1.ITarget;

/**
 * What a ListenRequest asks. Throws INVALID_ARGUMENT when it asks nothing; a target that is wrong in itself
 * throws only when it is parsed.
 * @param database name that all targets must lie in, "projects/p/databases/d"
 */
export function parseListenRequest(
  request: google.firestore.v1.IListenRequest,
  database: string,
): ListenCommand {
  const { addTarget, removeTarget } = request;
  if (addTarget) {
    const targetId = addTarget.targetId ?? 0;
    return { kind: "add", targetId, parse: () => parseTarget(addTarget, database) };
  }
  // A decoded message inherits 0 for a field that is not set.
  if (typeof removeTarget === "number" && Object.hasOwn(request, "removeTarget")) {
    return { kind: "remove", targetId: removeTarget };
  }
  throw invalidArgument("A listen request must add or remove a target.");
}

function parseTarget(target: TargetMessage, database: string): TargetRequest {
  return {
    targetId: target.targetId ?? 0,
    scope: parseScope(target, database),
    resume: resumePoint(target),
    expectedCount: target.expectedCount ? (target.expectedCount.value ?? 0) : undefined,
    once: target.once ?? false,
  };
}

function parseScope({ documents, query }: TargetMessage, database: string): TargetScope {
  if (documents) {
    const names = [...new Set(documents.documents ?? [])];
    if (names.length === 0) throw invalidArgument("A documents target must name at least one document.");
    if (names.length > LISTEN_LIMITS.MAX_DOCUMENTS_PER_TARGET)
      throw invalidArgument("Too many documents in one target.");
    for (const name of names) {
      parseDocumentName(name);
      checkDatabase(name, database);
    }
    return { kind: "documents", names };
  }
  if (!query) throw invalidArgument("A target must have a query or documents.");
  const parent = query.parent ?? "";
  const parsed = decodeQuery(parent, query.structuredQuery);
  checkDatabase(parent, database);
  if (parsed.findNearest) throw invalidArgument("Vector queries cannot be listened to.");
  return {
    kind: "query",
    query: parsed,
    key: JSON.stringify([parent, query.structuredQuery], bytesAsBase64),
  };
}

function checkDatabase(name: string, database: string): void {
  if (name === `${database}/documents` || name.startsWith(`${database}/documents/`)) return;
  throw invalidArgument(`"${name}" is not in database "${database}".`);
}

function resumePoint({ resumeToken, readTime }: TargetMessage): ResumePoint | undefined {
  if (resumeToken && resumeToken.length > 0) return { token: resumeToken as Uint8Array };
  return readTime ? { time: decodeTimestamp(readTime) } : undefined;
}

function bytesAsBase64(_key: string, value: unknown): unknown {
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value;
}
