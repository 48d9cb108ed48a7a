import { FieldValue } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { agentCredentials } from "../store/agent-credentials.ts";
import { type AttemptLimit, checkAttempt, noteFailure, noteSuccess } from "./attempts.ts";
import type { AgentCaller } from "./caller.ts";
import { hashPassword, isPassword } from "./password.ts";

interface PasswordChange {
  currentPassword: string;
  newPassword: string;
}

/**
 * Changes the caller's own password. Every other token of the agent is refused from then on; the caller's stays valid.
 * Wrong guesses are limited like those at the login.
 * @throws ChatError `authentication` for a wrong current password, `too_many_requests`.
 */
export async function changePassword(
  caller: AgentCaller,
  { currentPassword, newPassword }: PasswordChange,
  ctx: Context,
): Promise<void> {
  const limit: AttemptLimit = {
    kind: "login-account",
    of: `agent ${caller.id}`,
    max: ctx.config.limits.loginFailuresPerAccount,
  };
  await checkAttempt([limit], ctx);
  const ref = agentCredentials.ref(ctx.db, caller.id);
  const credentials = agentCredentials.parse(await ref.get());
  const matches = await isPassword(currentPassword, credentials?.passwordHash ?? null, ctx);
  if (!matches) {
    await noteFailure([limit], ctx);
    throw new ChatError("authentication", "The current password is wrong.");
  }
  await noteSuccess(limit, ctx);
  const passwordHash = await hashPassword(newPassword, ctx);
  await ref.update({
    passwordHash,
    tokenGeneration: FieldValue.increment(1),
    keptTokenId: caller.tokenId,
  });
}
