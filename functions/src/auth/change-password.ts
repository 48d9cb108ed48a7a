import { FieldValue } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { refused } from "../platform/error.ts";
import { agentCredentials, type StoredCredentials } from "../store/agent-credentials.ts";
import { transact } from "../store/transact.ts";
import { endSignIns, onlySession } from "./agent-sessions.ts";
import { type AttemptLimit, checkAttempt, noteFailure, noteSuccess } from "./attempts.ts";
import type { AgentCaller } from "./caller.ts";
import { hashPassword, isPassword } from "./password.ts";
import { securityEvent } from "./security-log.ts";

interface PasswordChange {
  currentPassword: string;
  newPassword: string;
}

async function checkPassword(
  caller: AgentCaller,
  password: string,
  ctx: Context,
): Promise<StoredCredentials> {
  const max = ctx.config.limits.loginFailuresPerAccount;
  const limits: AttemptLimit[] = [{ kind: "login-device", of: `agent ${caller.id}`, max }];
  const check = () => checkAttempt(limits, ctx);
  await check();
  const credentials = await agentCredentials.get(ctx.db, caller.id);
  const compared = { password, hash: credentials?.passwordHash ?? null };
  const matches = await isPassword(compared, { address: `agent ${caller.id}`, check }, ctx);
  if (!credentials || !matches) {
    await noteFailure(limits, ctx);
    throw refused("password_wrong");
  }
  await noteSuccess(limits, ctx);
  return credentials;
}

/**
 * Changes the caller's own password. Every other token of the agent is refused from then on; the caller's stays valid.
 * Wrong guesses are limited like those at the login. Both computations take long, so the transaction that writes looks
 * whether the credentials are still those that were compared: a reset or a deletion in between stands.
 * @throws ChatError `authentication` for a wrong current password, or when the credentials have changed meanwhile;
 * `too_many_requests`.
 */
export async function changePassword(
  caller: AgentCaller,
  { currentPassword, newPassword }: PasswordChange,
  ctx: Context,
): Promise<void> {
  const compared = await checkPassword(caller, currentPassword, ctx);
  const passwordHash = await hashPassword(newPassword, ctx);
  await transact(ctx, async (tx) => {
    const now = await tx.need(agentCredentials, caller.id);
    const isSame =
      now.passwordHash === compared.passwordHash && now.tokenGeneration === compared.tokenGeneration;
    if (!isSame || now.isDeleted) {
      throw refused("password_changed");
    }
    tx.update(agentCredentials.ref(ctx.db, caller.id), {
      passwordHash,
      tokenGeneration: FieldValue.increment(1),
      sessions: onlySession(now.sessions, caller.sessionId),
      keptTokenId: caller.sessionId,
    });
    endSignIns(tx, caller.id, ctx);
  });
  securityEvent("password_changed", { agentId: caller.id }, ctx);
}
