import { timingSafeEqual } from "node:crypto";
import type { AcceptInvite, LoginAnswer } from "@livechat/contract";
import { FieldValue } from "firebase-admin/firestore";
import { agentChange } from "../agent/agent-changes.ts";
import { agentOccurred } from "../agent/occurrences.ts";
import { withSession } from "../auth/agent-sessions.ts";
import { signAgentToken } from "../auth/agent-token.ts";
import { clearAttempts } from "../auth/attempts.ts";
import { signedIn } from "../auth/login.ts";
import { hashPassword } from "../auth/password.ts";
import { securityEvent } from "../auth/security-log.ts";
import { hashSecret } from "../auth/session-token.ts";
import type { Context } from "../platform/context.ts";
import { type ChatError, refused } from "../platform/error.ts";
import { agentCredentials, type StoredCredentials } from "../store/agent-credentials.ts";
import { agents } from "../store/agents.ts";
import { type Tx, transact } from "../store/transact.ts";

const TOKEN = /^([A-Za-z0-9]{1,128})\.([A-Za-z0-9_-]{43})$/;

interface Accepting {
  readonly input: AcceptInvite;
  readonly userAgent: string | null;
}

function notValid(): ChatError {
  return refused("link_ended");
}

function parseToken(token: string): { agentId: string; secretHash: string } {
  const match = TOKEN.exec(token);
  if (!match) throw notValid();
  return { agentId: match[1] as string, secretHash: hashSecret(match[2] as string) };
}

/** @throws ChatError `authentication` unless the link was made for this agent, is unused and in time. */
function check(credentials: StoredCredentials | null, secretHash: string, ctx: Context): StoredCredentials {
  const invite = credentials?.invite;
  const isOver = !invite || credentials.isDeleted || Date.parse(invite.expiresAt) <= ctx.now().getTime();
  if (isOver) throw notValid();
  const [given, stored] = [Buffer.from(secretHash), Buffer.from(invite.secretHash)];
  if (given.length !== stored.length || !timingSafeEqual(given, stored)) throw notValid();
  return credentials;
}

interface NewPassword {
  readonly agentId: string;
  readonly secretHash: string;
  readonly passwordHash: string;
  readonly name: string | undefined;
  readonly session: { readonly id: string; readonly userAgent: string | null };
}

/** Of two who use a link at once, one does. */
async function setPassword(tx: Tx, { agentId, name, ...next }: NewPassword, ctx: Context) {
  check(await tx.find(agentCredentials, agentId), next.secretHash, ctx);
  const agent = await tx.needActive(agents, agentId);
  const change = agentChange(agent, name === undefined ? {} : { name }, ctx.now());
  tx.update(agents.ref(ctx.db, agentId), { ...change.fields, signInsValidFrom: ctx.now() });
  tx.update(agentCredentials.ref(ctx.db, agentId), {
    passwordHash: next.passwordHash,
    invite: null,
    sessions: withSession({}, next.session, ctx),
    tokenGeneration: FieldValue.increment(1),
    keptTokenId: null,
  });
  clearAttempts(tx, agent.email, ctx);
  const after = { password: "changed", ...(name !== undefined && { name }) };
  const before = name === undefined ? {} : { name: agent.name };
  tx.audit({ action: "agent.updated", target: { type: "agent", id: agentId }, before, after });
  agentOccurred(tx, agent, change.agent);
  return change.agent;
}

/**
 * Sets the password of the agent who was sent a link, and signs the agent in. Every session of before ends, and failed
 * logins are forgotten. A hash is costly, so it is made for a link that is good only.
 * @throws ChatError `authentication` for a link that is wrong, used, replaced or too old.
 */
export async function acceptInvite({ input, userAgent }: Accepting, ctx: Context): Promise<LoginAnswer> {
  const verifiedAt = ctx.now();
  const { agentId, secretHash } = parseToken(input.token);
  check(await agentCredentials.get(ctx.db, agentId), secretHash, ctx);
  const passwordHash = await hashPassword(input.password, ctx);
  const session = { id: ctx.newId(), userAgent };
  const next: NewPassword = { agentId, secretHash, passwordHash, name: input.name, session };
  const actor = { type: "agent", id: agentId } as const;
  const agent = await transact({ ...ctx, actor }, (tx) => setPassword(tx, next, ctx));
  securityEvent("password_changed", { agentId }, ctx);
  return signedIn({ agent, token: signAgentToken(agentId, session.id, ctx), verifiedAt }, ctx);
}
