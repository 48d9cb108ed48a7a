import { LIMITS } from "@livechat/contract";
import type { Context as HonoContext } from "hono";
import { ChatError } from "./error.ts";
import { SENT_CONTENT_ENCODING, SENT_CONTENT_TYPE } from "./raw-request.ts";

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]+)"?/i;

function sentHeader(c: HonoContext, kept: string, plain: string): string {
  return c.req.header(kept) ?? c.req.header(plain) ?? "";
}

function checkType(c: HonoContext): void {
  const type = sentHeader(c, SENT_CONTENT_TYPE, "content-type");
  if (!JSON_TYPE.test(type)) {
    throw new ChatError("unsupported_media_type", "Send JSON: Content-Type: application/json.");
  }
  const charset = CHARSET.exec(type)?.[1]?.toLowerCase() ?? "utf-8";
  if (charset !== "utf-8" && charset !== "utf8") {
    throw new ChatError("unsupported_media_type", "Send JSON in UTF-8.");
  }
}

function checkEncoding(c: HonoContext): void {
  const encoding = sentHeader(c, SENT_CONTENT_ENCODING, "content-encoding").toLowerCase();
  if (encoding !== "" && encoding !== "identity") {
    throw new ChatError("unsupported_media_type", "Send the body without a content encoding.");
  }
}

function notJson(message: string, cause?: unknown): ChatError {
  return new ChatError("validation", `body: ${message}`, { details: [{ path: "body", message }], cause });
}

/** Depth is checked on the text, before anything recursive sees the value. Brackets in strings do not count. */
function checkDepth(json: string): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < json.length; i++) {
    const char = json[i];
    if (inString) {
      if (char === "\\") i++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") depth--;
    if (depth > LIMITS.MAX_JSON_DEPTH) {
      throw notJson(`nests deeper than ${LIMITS.MAX_JSON_DEPTH}`);
    }
  }
}

function parseJson(bytes: ArrayBuffer): unknown {
  try {
    const json = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    checkDepth(json);
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof ChatError) throw error;
    throw notJson("is not valid JSON in UTF-8", error);
  }
}

/**
 * Reads the JSON body of a call. No body counts as `{}`.
 * @throws ChatError `entity_too_large`, `unsupported_media_type`, or `validation` for what is not JSON.
 */
export async function readBody(c: HonoContext, method: string): Promise<unknown> {
  if (method === "GET") return {};
  if (Number(c.req.header("content-length") ?? 0) > LIMITS.MAX_BODY_BYTES) throw tooLarge();
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength > LIMITS.MAX_BODY_BYTES) throw tooLarge();
  if (bytes.byteLength === 0) return {};
  checkType(c);
  checkEncoding(c);
  return parseJson(bytes);
}

function tooLarge(): ChatError {
  return new ChatError("entity_too_large", `The body is larger than ${LIMITS.MAX_BODY_BYTES} bytes.`);
}
