import { LIMITS, type LoginAnswer } from "@livechat/contract";
import type { Context } from "../platform/context.ts";
import { ChatError, refused } from "../platform/error.ts";
import { agentCredentials } from "../store/agent-credentials.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { transact } from "../store/transact.ts";
import { sameSpelling, uniqueKeyRef, uniqueKeys } from "../store/unique-keys.ts";
import { withSession } from "./agent-sessions.ts";
import { signAgentToken } from "./agent-token.ts";
import { type AttemptLimit, checkAttempt, noteFailure, noteSuccess } from "./attempts.ts";
import { readDeviceToken, signDeviceToken } from "./device-token.ts";
import { firebaseAccess } from "./firebase-access.ts";
import { isPassword } from "./password.ts";
import { securityEvent } from "./security-log.ts";

interface Attempt {
  email: string;
  password: string;
  deviceToken?: string | undefined;
  /** The client's address. */
  address: string;
  userAgent: string | null;
}

interface Account {
  agent: StoredAgent;
  passwordHash: string;
}

function wrong(): ChatError {
  return refused("login_wrong");
}

/** Makes the same reads for an unknown e-mail as for a known one: they take time that would tell them apart. */
async function findAccount(email: string, ctx: Context): Promise<Account | null> {
  const key = uniqueKeys.parse(await uniqueKeyRef(ctx.db, "agent-email", email).get());
  const id = key?.ownerId ?? "nobody";
  const [agent, credentials] = await Promise.all([agents.get(ctx.db, id), agentCredentials.get(ctx.db, id)]);
  if (!agent || !credentials || credentials.isDeleted) return null;
  return { agent, passwordHash: credentials.passwordHash };
}

/**
 * What limits guesses at one account's password. Strictly from one address, and more widely from all of them, so that
 * nobody far away can lock its owner out. A device that was signed in before has a count of its own.
 */
function limitsOf({ email, address, deviceToken }: Attempt, ctx: Context): AttemptLimit[] {
  const { loginFailuresPerAccount, loginFailuresPerAccountInAll, loginFailuresPerAddress } =
    ctx.config.limits;
  const account = sameSpelling(email);
  const deviceId = deviceToken === undefined ? null : readDeviceToken(deviceToken, account, ctx);
  const ofAddress = { kind: "login-address", of: address, max: loginFailuresPerAddress } as const;
  if (deviceId !== null) {
    return [{ kind: "login-device", of: deviceId, max: loginFailuresPerAccount }, ofAddress];
  }
  return [
    { kind: "login-pair", of: `${account} ${address}`, max: loginFailuresPerAccount },
    { kind: "login-account", of: account, max: loginFailuresPerAccountInAll },
    ofAddress,
  ];
}

/** Starts the session, unless the password is another one by now, or the agent was deleted. @returns the token. */
function startSession(
  { agent, passwordHash }: Account,
  userAgent: string | null,
  ctx: Context,
): Promise<string> {
  const id = ctx.newId();
  return transact(
    ctx,
    async (tx) => {
      const now = await tx.need(agentCredentials, agent.id);
      if (now.isDeleted || now.passwordHash !== passwordHash) throw wrong();
      const sessions = withSession(now.sessions, { id, userAgent }, ctx);
      tx.update(agentCredentials.ref(ctx.db, agent.id), { sessions });
      return signAgentToken(agent.id, id, ctx);
    },
    { key: `sessions of ${agent.id}` },
  );
}

/** The account whose password is right. @throws ChatError `authentication`; `too_many_requests` */
async function authenticate(attempt: Attempt, ctx: Context): Promise<Account> {
  const limits = limitsOf(attempt, ctx);
  const check = () => checkAttempt(limits, ctx);
  await check();
  const account = await findAccount(attempt.email, ctx);
  const compared = { password: attempt.password, hash: account?.passwordHash ?? null };
  const matches = await isPassword(compared, { address: attempt.address, check }, ctx);
  if (!account || !matches) {
    await noteFailure(limits, ctx);
    throw wrong();
  }
  await noteSuccess(limits, ctx);
  return account;
}

async function logged(attempt: Attempt, ctx: Context): Promise<Account> {
  try {
    return await authenticate(attempt, ctx);
  } catch (error) {
    if (error instanceof ChatError) {
      const event = error.type === "too_many_requests" ? "login_locked" : "login_failed";
      securityEvent(event, { account: sameSpelling(attempt.email), address: attempt.address }, ctx);
    }
    throw error;
  }
}

/**
 * Signs an agent in. An unknown e-mail and a wrong password are told apart neither by the answer nor by its time, and
 * both count: an e-mail that nobody has is locked out like any other.
 * @throws ChatError `authentication`; `too_many_requests` after repeated failures, and while too many passwords from this
 * address are being compared; `service_unavailable` while too many are in all.
 */
export async function login(attempt: Attempt, ctx: Context): Promise<LoginAnswer> {
  const verifiedAt = ctx.now();
  const account = await logged(attempt, ctx);
  const { agent } = account;
  const token = await startSession(account, attempt.userAgent, ctx);
  securityEvent("login_succeeded", { agentId: agent.id, address: attempt.address }, ctx);
  return signedIn({ agent, token, verifiedAt }, ctx);
}

/** What an agent gets who has just signed in. */
export async function signedIn(
  { agent, token, verifiedAt }: { agent: StoredAgent; token: string; verifiedAt: Date },
  ctx: Context,
): Promise<LoginAnswer> {
  return {
    token,
    tokenType: "Bearer",
    expiresIn: LIMITS.JWT_LIFETIME_SECONDS,
    deviceToken: signDeviceToken(sameSpelling(agent.email), ctx),
    agent,
    firebase: await firebaseAccess({ kind: "agent", id: agent.id, verifiedAt }, ctx),
  };
}
