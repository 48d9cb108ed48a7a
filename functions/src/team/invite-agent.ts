import type { InviteLink } from "@livechat/contract";
import { hashSecret } from "../auth/session-token.ts";
import type { Context } from "../platform/context.ts";
import { agentCredentials } from "../store/agent-credentials.ts";
import { agents } from "../store/agents.ts";
import { configure } from "../store/transact.ts";

const LIFETIME_MILLIS = 72 * 3600 * 1000;
const LOCAL_CONSOLE = "http://127.0.0.1:5000";

export interface Inviting {
  readonly agentId: string;
  readonly kind: "invite" | "reset";
  /** Of the console from which the admin asks; null: somebody else asks. */
  readonly origin: string | null;
}

const ACTIONS = { invite: "agent.invited", reset: "agent.password_reset" } as const;

/** The page of the console that takes the token, which stands behind the # and so in no log of any server. */
function urlOf(token: string, origin: string | null, { emulators, projectId }: Context["config"]): string {
  const base = origin ?? (emulators ? LOCAL_CONSOLE : `https://${projectId}.web.app`);
  return `${base}/console/accept-invite#token=${token}`;
}

/**
 * Makes the link by which an agent sets a password: once, within 72 hours. A new link ends the one before. The password of
 * before is good until then.
 * @throws ChatError `not_found`, also for a deleted agent.
 */
export function inviteAgent({ agentId, kind, origin }: Inviting, ctx: Context): Promise<InviteLink> {
  const secret = ctx.newSecret();
  return configure(ctx, async (tx) => {
    const agent = await tx.needActive(agents, agentId);
    const expiresAt = new Date(ctx.now().getTime() + LIFETIME_MILLIS);
    const invite = { secretHash: hashSecret(secret), expiresAt };
    tx.update(agentCredentials.ref(ctx.db, agent.id), { invite });
    const after = { expiresAt: expiresAt.toISOString() };
    tx.audit({ action: ACTIONS[kind], target: { type: "agent", id: agent.id }, before: null, after });
    const url = urlOf(`${agent.id}.${secret}`, origin, ctx.config);
    return { url, expiresAt: expiresAt.toISOString() };
  });
}
