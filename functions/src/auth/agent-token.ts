import { LIMITS } from "@livechat/contract";
import jwt from "jsonwebtoken";
import { z } from "zod";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { agentCredentials } from "../store/agent-credentials.ts";
import type { AgentCaller } from "./caller.ts";

const ALGORITHM = "HS256";

const claims = z.object({
  sub: z.string().min(1),
  jti: z.string().min(1),
  /** The generation of the agent's credentials that the token was made from. */
  gen: z.number().int(),
  iat: z.number(),
  exp: z.number(),
});

/** Signs an agent's token (RFC 7519, HS256), valid for seven days, with the first of the configured secrets. */
export function signAgentToken(agentId: string, tokenGeneration: number, ctx: Context): string {
  const issuedAt = Math.floor(ctx.now().getTime() / 1000);
  return jwt.sign(
    {
      sub: agentId,
      jti: ctx.newId(),
      gen: tokenGeneration,
      iat: issuedAt,
      exp: issuedAt + LIMITS.JWT_LIFETIME_SECONDS,
    },
    ctx.config.jwtSecrets[0],
    { algorithm: ALGORITHM },
  );
}

/** The claims of a token that one of the configured secrets signed, or null. */
function readClaims(token: string, ctx: Context): z.infer<typeof claims> | null {
  const clockTimestamp = Math.floor(ctx.now().getTime() / 1000);
  for (const secret of ctx.config.jwtSecrets) {
    try {
      return claims.parse(jwt.verify(token, secret, { algorithms: [ALGORITHM], clockTimestamp }));
    } catch (error) {
      if (!(error instanceof jwt.JsonWebTokenError) && !(error instanceof z.ZodError)) throw error;
    }
  }
  return null;
}

/**
 * Finds the agent of a token. One document read.
 * @throws ChatError `authentication` when the token is forged, expired, logged out, or older than a password change,
 * a role change or the deletion of its agent.
 */
export async function verifyAgentToken(token: string, ctx: Context): Promise<AgentCaller> {
  const read = readClaims(token, ctx);
  const credentials = read && (await agentCredentials.get(ctx.db, read.sub));
  const valid =
    credentials &&
    !credentials.isDeleted &&
    (credentials.tokenGeneration === read.gen || credentials.keptTokenId === read.jti) &&
    !(read.jti in credentials.revokedTokens);
  if (!valid) throw new ChatError("authentication", "This token is not valid. Sign in again.");
  return { kind: "agent", id: read.sub, role: credentials.role, tokenId: read.jti };
}
