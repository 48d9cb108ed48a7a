import { LIMITS } from "@livechat/contract";
import type { Context as HonoContext } from "hono";
import { ChatError } from "../platform/error.ts";
import { lossOf } from "./exact-json.ts";
import { SENT_CONTENT_LENGTH } from "./raw-request.ts";

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]+)"?/i;

function checkType(c: HonoContext): void {
  const type = c.req.header("content-type") ?? "";
  if (!JSON_TYPE.test(type)) {
    throw new ChatError("unsupported_media_type", "Send JSON: Content-Type: application/json.");
  }
  const charset = CHARSET.exec(type)?.[1]?.toLowerCase() ?? "utf-8";
  if (charset !== "utf-8" && charset !== "utf8") {
    throw new ChatError("unsupported_media_type", "Send JSON in UTF-8.");
  }
}

function checkEncoding(c: HonoContext): void {
  const encoding = (c.req.header("content-encoding") ?? "").toLowerCase();
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

function parseJson(bytes: ArrayBuffer | Uint8Array): unknown {
  try {
    const json = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    checkDepth(json);
    const value: unknown = JSON.parse(json);
    const loss = lossOf(json);
    if (loss !== null) throw notJson(loss);
    return value;
  } catch (error) {
    if (error instanceof ChatError) throw error;
    throw notJson("is not valid JSON in UTF-8", error);
  }
}

/** How long the client says the body is; null when it does not say. */
function announcedBytes(c: HonoContext): number | null {
  const length = c.req.header(SENT_CONTENT_LENGTH) ?? c.req.header("content-length") ?? "";
  return length === "" ? null : Number(length);
}

/**
 * Never holds more than the limit. What is too large is read to its end all the same: a client that is still sending
 * would see a broken connection instead of the answer.
 */
async function readBytes(c: HonoContext): Promise<ArrayBuffer | Uint8Array> {
  const announced = announcedBytes(c);
  if (announced !== null && announced <= LIMITS.MAX_BODY_BYTES) return c.req.arrayBuffer();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes <= LIMITS.MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (bytes > LIMITS.MAX_BODY_BYTES) throw tooLarge();
  return Buffer.concat(chunks);
}

/**
 * Reads the JSON body of a call. No body counts as `{}`.
 * @throws ChatError `entity_too_large`, `unsupported_media_type`, or `validation` for what is not JSON.
 */
export async function readBody(c: HonoContext, method: string): Promise<unknown> {
  if (method === "GET") return {};
  const bytes = await readBytes(c);
  if (bytes.byteLength === 0) return {};
  checkType(c);
  checkEncoding(c);
  return parseJson(bytes);
}

function tooLarge(): ChatError {
  return new ChatError("entity_too_large", `The body is larger than ${LIMITS.MAX_BODY_BYTES} bytes.`);
}
