import { timingSafeEqual } from "node:crypto";
import type { Scope } from "@livechat/contract";
import type { Context } from "../platform/context.ts";
import { ChatError, forbidden } from "../platform/error.ts";
import { apiKeys, type StoredApiKey } from "../store/api-keys.ts";
import type { AgentCaller } from "./caller.ts";
import { hashSecret } from "./session-token.ts";

/** A form of its own, so that tools that look for leaked secrets can know it. */
const API_KEY = /^lc_live_([A-Za-z0-9]{20})_([A-Za-z0-9_-]{43})$/;
const PREFIX = "lc_live_";
const HOUR_MILLIS = 3600 * 1000;

/** A key is its id and a secret of 256 bits; what follows the prefix is found by the id. */
export function makeApiKey(id: string, secret: string): string {
  return `${PREFIX}${id}_${secret}`;
}

export function isApiKey(token: string): boolean {
  return token.startsWith(PREFIX);
}

function isGood(key: StoredApiKey, secret: string, now: Date): boolean {
  const given = Buffer.from(hashSecret(secret));
  const stored = Buffer.from(key.secretHash);
  const isOwn = given.length === stored.length && timingSafeEqual(given, stored);
  return isOwn && key.revokedAt === null && (key.expiresAt === null || new Date(key.expiresAt) > now);
}

/** When a key was last used is kept to the hour: one write an hour, however often it calls. */
async function noteUse(key: StoredApiKey, ctx: Context): Promise<void> {
  const hour = new Date(Math.floor(ctx.now().getTime() / HOUR_MILLIS) * HOUR_MILLIS);
  if (key.lastUsedAt !== null && new Date(key.lastUsedAt) >= hour) return;
  await apiKeys.ref(ctx.db, key.id).update({ lastUsedAt: hour });
}

/**
 * Finds whom an API key speaks for: a bot, or the company's own server, which may what admins may within the key's
 * scopes. One document read.
 * @throws ChatError `authentication` when the key is unknown, revoked or has ended.
 */
export async function verifyApiKey(token: string, ctx: Context): Promise<AgentCaller> {
  const verifiedAt = ctx.now();
  const [, id, secret] = API_KEY.exec(token) ?? [];
  const key = id ? await apiKeys.get(ctx.db, id) : null;
  if (!key || !secret || !isGood(key, secret, verifiedAt)) {
    throw new ChatError("authentication", "This API key is not valid.");
  }
  await noteUse(key, ctx);
  return {
    kind: "agent",
    id: key.botAgentId ?? key.id,
    role: key.kind === "bot" ? "agent" : "admin",
    sessionId: "",
    isFromRelease010: false,
    verifiedAt,
    apiKey: { id: key.id, scopes: key.scopes },
  };
}

/** To write implies to read. */
function covers(scopes: readonly string[], wanted: Scope): boolean {
  // A bot reads its own conversations: see `checkMaySee`.
  if (wanted === "conversations:read" && scopes.includes("bot")) return true;
  return scopes.includes(wanted) || scopes.includes(wanted.replace(/:read$/, ":write"));
}

/** @throws ChatError `authorization` that names the missing scope. */
export function checkScope(scopes: readonly string[], wanted: Scope | null): void {
  if (wanted === null) throw forbidden("No API key may make this call.");
  if (!covers(scopes, wanted)) throw forbidden(`The API key lacks the scope ${wanted}.`);
}
