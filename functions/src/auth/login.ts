import { LIMITS, type LoginAnswer } from "@livechat/contract";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { agentCredentials } from "../store/agent-credentials.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { sameSpelling, uniqueKeyRef, uniqueKeys } from "../store/unique-keys.ts";
import { signAgentToken } from "./agent-token.ts";
import { type AttemptLimit, checkAttempt, noteFailure, noteSuccess } from "./attempts.ts";
import { firebaseAccess } from "./firebase-access.ts";
import { isPassword } from "./password.ts";

interface Attempt {
  email: string;
  password: string;
  /** The client's address. */
  address: string;
}

interface Account {
  agent: StoredAgent;
  passwordHash: string;
  tokenGeneration: number;
}

/** Makes the same reads for an unknown e-mail as for a known one: they take time that would tell them apart. */
async function findAccount(email: string, ctx: Context): Promise<Account | null> {
  const key = uniqueKeys.parse(await uniqueKeyRef(ctx.db, "agent-email", email).get());
  const id = key?.ownerId ?? "nobody";
  const [agent, credentials] = await Promise.all([agents.get(ctx.db, id), agentCredentials.get(ctx.db, id)]);
  if (!agent || !credentials || credentials.isDeleted) return null;
  return { agent, passwordHash: credentials.passwordHash, tokenGeneration: credentials.tokenGeneration };
}

/** What limits guesses at one account's password, from one address or from many. */
function limitsOf({ email, address }: Attempt, ctx: Context): [AttemptLimit, AttemptLimit] {
  const { loginFailuresPerAccount, loginFailuresPerAddress } = ctx.config.limits;
  return [
    { kind: "login-account", of: sameSpelling(email), max: loginFailuresPerAccount },
    { kind: "login-address", of: address, max: loginFailuresPerAddress },
  ];
}

/**
 * Signs an agent in. An unknown e-mail and a wrong password are told apart neither by the answer nor by its time, and
 * both count: an e-mail that nobody has is locked out like any other.
 * @throws ChatError `authentication`; `too_many_requests` after repeated failures.
 */
export async function login(attempt: Attempt, ctx: Context): Promise<LoginAnswer> {
  const limits = limitsOf(attempt, ctx);
  await checkAttempt(limits, ctx);
  const account = await findAccount(attempt.email, ctx);
  const matches = await isPassword(attempt.password, account?.passwordHash ?? null, ctx);
  if (!account || !matches) {
    await noteFailure(limits, ctx);
    throw new ChatError("authentication", "The e-mail or the password is wrong.");
  }
  await noteSuccess(limits[0], ctx);
  const { agent, tokenGeneration } = account;
  return {
    token: signAgentToken(agent.id, tokenGeneration, ctx),
    tokenType: "Bearer",
    expiresIn: LIMITS.JWT_LIFETIME_SECONDS,
    agent,
    firebase: await firebaseAccess({ kind: "agent", id: agent.id }, ctx),
  };
}
