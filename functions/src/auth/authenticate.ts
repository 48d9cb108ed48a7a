import type { Access, Endpoint } from "@livechat/contract";
import type { Context } from "../platform/context.ts";
import { ChatError, forbidden } from "../platform/error.ts";
import { verifyAgentToken } from "./agent-token.ts";
import { checkScope, isApiKey, verifyApiKey } from "./api-key.ts";
import type { AgentCaller, Caller } from "./caller.ts";
import { verifySessionToken } from "./session-token.ts";

const BEARER = /^Bearer +([^\s]+)$/i;
const MAX_TOKEN_CHARS = 4_000;

function readBearer(header: string | undefined): string {
  if (!header) throw new ChatError("authentication", "Send a token: Authorization: Bearer <token>.");
  const token = BEARER.exec(header)?.[1];
  if (!token || token.length > MAX_TOKEN_CHARS)
    throw new ChatError("authentication", "This is not a Bearer token.");
  return token;
}

/** A key says what it is; a JWT has two dots, a visitor's session token one. */
function verify(token: string, ctx: Context): Promise<Caller> {
  if (isApiKey(token)) return verifyApiKey(token, ctx);
  return token.split(".").length === 3 ? verifyAgentToken(token, ctx) : verifySessionToken(token, ctx);
}

function mayCall(access: Access, caller: Caller): boolean {
  if (access === "agentOrVisitor") return true;
  if (caller.kind === "visitor") return false;
  if (access === "admin") return caller.role === "admin";
  if (access === "supervisor") return caller.role !== "agent";
  return true;
}

/** What the handler of an endpoint with this access gets as its caller. */
export type CallerOf<A extends Access> = A extends "public"
  ? null
  : A extends "agentOrVisitor"
    ? Caller
    : AgentCaller;

/**
 * Finds out who calls and whether they may.
 * @throws ChatError `authentication` without a valid token, `authorization` when the caller's kind, role or scopes may not.
 */
export async function authenticate(
  { access, scope }: Pick<Endpoint, "access" | "scope">,
  header: string | undefined,
  ctx: Context,
): Promise<Caller | null> {
  if (access === "public") return null;
  const caller = await verify(readBearer(header), ctx);
  if (caller.kind === "agent" && caller.apiKey) checkScope(caller.apiKey.scopes, scope);
  if (!mayCall(access, caller)) throw forbidden(`This call is for ${AUDIENCE[access]}.`);
  return caller;
}

const AUDIENCE = {
  agent: "agents",
  supervisor: "supervisors and admins",
  admin: "admins",
  agentOrVisitor: "agents and visitors",
} as const;
