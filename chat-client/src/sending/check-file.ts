import type { WidgetConfig } from "@livechat/contract";
import type { ChatError } from "../platform/chat-error.ts";

/** What may be sent, as the widget's configuration says. */
export type FileLimits = Pick<WidgetConfig["files"], "allowedTypes" | "maxBytes" | "maxPerMessage">;

/** Why a file is not sent. Pages word it in the reader's language. */
export type FileProblem =
  | { readonly reason: "tooLarge"; readonly maxBytes: number | null }
  | { readonly reason: "tooMany"; readonly max: number }
  | { readonly reason: "wrongType" | "empty" | "notAllowed" | "network" | "other" }
  | { readonly reason: "tooOften"; readonly retryAfterMs: number | null };

/** Types of files that browsers often do not name. */
const BY_EXTENSION: Readonly<Record<string, string>> = {
  csv: "text/plain",
  json: "text/plain",
  log: "text/plain",
  md: "text/plain",
  txt: "text/plain",
  heic: "image/heic",
  zip: "application/zip",
};
const UNKNOWN = "application/octet-stream";

/** The type to declare; what the file is finds the server. */
export function declaredType({ name, type }: { name: string; type: string }): string {
  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  return (type.split(";")[0] || BY_EXTENSION[extension] || UNKNOWN).toLowerCase();
}

/** What the page can tell before a byte is sent; null: nothing speaks against it. */
export function checkFile(
  file: { name: string; type: string; size: number },
  limits: FileLimits | null,
): FileProblem | null {
  if (file.size === 0) return { reason: "empty" };
  if (limits === null) return null;
  if (file.size > limits.maxBytes) return { reason: "tooLarge", maxBytes: limits.maxBytes };
  const type = declaredType(file);
  const [kind] = type.split("/");
  const isSvg = type === "image/svg+xml";
  const isAllowed =
    limits.allowedTypes.includes(type) || (!isSvg && limits.allowedTypes.includes(`${kind}/*`));
  // The server has more names for some types: it decides about text.
  return isAllowed || kind === "text" ? null : { reason: "wrongType" };
}

/** What the server's refusal means for a file. */
export function problemOf({ type, retryAfterMs }: ChatError): FileProblem {
  if (type === "entity_too_large") return { reason: "tooLarge", maxBytes: null };
  if (type === "unsupported_media_type") return { reason: "wrongType" };
  if (type === "too_many_requests") return { reason: "tooOften", retryAfterMs };
  if (type === "not_allowed" || type === "conversation_closed") return { reason: "notAllowed" };
  if (type === "network" || type === "service_unavailable") return { reason: "network" };
  return { reason: "other" };
}

/** Whether the same file may be sent later as it is. */
export const mayRetry = ({ reason }: FileProblem): boolean =>
  ["network", "tooOften", "notAllowed", "other"].includes(reason);
