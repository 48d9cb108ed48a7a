import { LIMITS } from "@livechat/contract";
import jwt from "jsonwebtoken";
import { z } from "zod";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { agentCredentials, type StoredCredentials } from "../store/agent-credentials.ts";
import { isOpen, noteUse } from "./agent-sessions.ts";
import type { AgentCaller } from "./caller.ts";

const ALGORITHM = "HS256";
const ISSUER = "livechat";

const claims = z.object({
  /** Absent in tokens of release 0.1.0, which live for a week. */
  iss: z.literal(ISSUER).optional(),
  aud: z.string().optional(),
  sub: z.string().min(1),
  /** The session's id. */
  jti: z.string().min(1),
  /** Release 0.1.0: the generation of the credentials that the token was made from. */
  gen: z.number().int().optional(),
  iat: z.number(),
  exp: z.number(),
});
type Claims = z.infer<typeof claims>;

/** Signs the token of an agent's session (RFC 7519, HS256), valid for seven days, with the first of the secrets. */
export function signAgentToken(agentId: string, sessionId: string, ctx: Context): string {
  const issuedAt = Math.floor(ctx.now().getTime() / 1000);
  const payload = {
    iss: ISSUER,
    aud: ctx.config.projectId,
    sub: agentId,
    jti: sessionId,
    iat: issuedAt,
    exp: issuedAt + LIMITS.JWT_LIFETIME_SECONDS,
  };
  return jwt.sign(payload, ctx.config.jwtSecrets[0], { algorithm: ALGORITHM });
}

function isForUs({ iss, aud, gen }: Claims, ctx: Context): boolean {
  return iss === undefined ? aud === undefined && gen !== undefined : aud === ctx.config.projectId;
}

/** The claims of a token that one of the configured secrets signed for this project, or null. */
function readClaims(token: string, ctx: Context): Claims | null {
  const clockTimestamp = Math.floor(ctx.now().getTime() / 1000);
  for (const secret of ctx.config.jwtSecrets) {
    try {
      const read = claims.parse(jwt.verify(token, secret, { algorithms: [ALGORITHM], clockTimestamp }));
      return isForUs(read, ctx) ? read : null;
    } catch (error) {
      // A token that names no known algorithm, or is no JSON inside, is thrown as a plain SyntaxError or TypeError.
      const isRefusal = error instanceof jwt.JsonWebTokenError || error instanceof z.ZodError;
      if (!isRefusal && !(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
    }
  }
  return null;
}

/** Tokens of release 0.1.0 stand for no session: they are good until the generation of the credentials changes. */
function isGoodWithoutSession({ jti, gen }: Claims, credentials: StoredCredentials): boolean {
  const { tokenGeneration, keptTokenId, revokedTokens } = credentials;
  return (tokenGeneration === gen || keptTokenId === jti) && !(jti in revokedTokens);
}

function isGood(read: Claims, credentials: StoredCredentials, ctx: Context): boolean {
  if (credentials.isDeleted) return false;
  return read.iss ? isOpen(credentials.sessions[read.jti], ctx) : isGoodWithoutSession(read, credentials);
}

/** A stored id has no slash; anything else would be another path, or none. */
const ID = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * Finds the agent of a token. One document read.
 * @throws ChatError `authentication` when the token is forged, expired, or stands for a session that has ended: by a
 * logout, a password or role change, the deletion of its agent, or because it was idle for too long.
 */
export async function verifyAgentToken(token: string, ctx: Context): Promise<AgentCaller> {
  const verifiedAt = ctx.now();
  const read = readClaims(token, ctx);
  const snapshot =
    read && ID.test(read.sub) && !/^__.*__$/.test(read.sub)
      ? await agentCredentials.ref(ctx.db, read.sub).get()
      : null;
  const credentials = snapshot && agentCredentials.parse(snapshot);
  if (!read || !credentials || !isGood(read, credentials, ctx)) {
    throw new ChatError("authentication", "This token is not valid. Sign in again.");
  }
  const session = credentials.sessions[read.jti];
  if (session) await noteUse(snapshot, { sessionId: read.jti, session }, ctx);
  const { sub: id, jti: sessionId } = read;
  return { kind: "agent", id, role: credentials.role, sessionId, isFromRelease010: !read.iss, verifiedAt };
}
