import { type Agent, SELF_EDITABLE_AGENT_FIELDS, type UpdateAgent } from "@livechat/contract";
import { FieldValue } from "firebase-admin/firestore";
import { noteAccepting } from "../agent/accepting.ts";
import { agentChange, makesCapacity } from "../agent/agent-changes.ts";
import { agentOccurred } from "../agent/occurrences.ts";
import { endSignIns } from "../auth/agent-sessions.ts";
import { clearAttempts } from "../auth/attempts.ts";
import type { AgentCaller } from "../auth/caller.ts";
import { hashPassword } from "../auth/password.ts";
import { securityEvent } from "../auth/security-log.ts";
import type { Context } from "../platform/context.ts";
import { ChatError, refused } from "../platform/error.ts";
import { enqueueDrainOfAgentLater } from "../queue/enqueue.ts";
import { agentCredentials } from "../store/agent-credentials.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { audited } from "../store/audited-change.ts";
import { configure, type Tx, transact } from "../store/transact.ts";
import { prepareUniqueKey, releaseUniqueKey, sameSpelling } from "../store/unique-keys.ts";
import { checkIsNotLastAdmin } from "./read-agent.ts";

const SELF_EDITABLE: ReadonlySet<string> = new Set(SELF_EDITABLE_AGENT_FIELDS);

/** Admins change everything; agents a few fields of their own. */
function checkMayUpdate(id: string, input: UpdateAgent, caller: AgentCaller): void {
  if (caller.id === id && input.password !== undefined) {
    const message = "is changed with the current one: POST /v1/auth/change-password";
    throw new ChatError("authorization", `password: ${message}`, {
      details: [{ path: "password", message }],
    });
  }
  if (caller.role === "admin") return;
  if (caller.id !== id) throw refused("admins_only_agents");
  const fields = Object.keys(input).filter((field) => !SELF_EDITABLE.has(field));
  if (fields.length === 0) return;
  const message = "only admins may change this";
  const details = fields.map((path) => ({ path, message }));
  throw refused("admins_only_fields", { fields: fields.join(", ") }, { details });
}

async function prepareEmail(tx: Tx, agent: StoredAgent, email: string | undefined, ctx: Context) {
  if (email === undefined || sameSpelling(email) === sameSpelling(agent.email)) return () => undefined;
  const key = { kind: "agent-email", ownerId: agent.id } as const;
  const take = await prepareUniqueKey(tx, ctx.db, { ...key, value: email });
  return () => {
    releaseUniqueKey(tx, ctx.db, { ...key, value: agent.email });
    take();
  };
}

/** The agent's own fields of the change; the password is kept elsewhere. A chosen status is what shows until a lease ends. */
function agentFieldsOf({ password: _, status, ...input }: UpdateAgent): Partial<StoredAgent> {
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  return { ...given, ...(status && { chosenStatus: status }) };
}

interface Credentials {
  role?: StoredAgent["role"];
  passwordHash?: string;
}

/** Tokens from before a change of role or password are refused. */
function changeCredentials(tx: Tx, id: string, changed: Credentials, ctx: Context): void {
  if (Object.keys(changed).length === 0) return;
  tx.update(agentCredentials.ref(ctx.db, id), {
    ...changed,
    tokenGeneration: FieldValue.increment(1),
    keptTokenId: null,
    sessions: {},
  });
  endSignIns(tx, id, ctx);
}

interface Change {
  id: string;
  input: UpdateAgent;
  passwordHash: string | undefined;
}

const AUDITED = ["name", "email", "role", "maxConcurrentChats", "avatarUrl"] as const;

/** What an agent does all day, going away and accepting chats, is no change of the configuration. */
function audit(tx: Tx, before: StoredAgent, after: StoredAgent, changesPassword: boolean): void {
  const changes = audited(before, after, AUDITED);
  if (Object.keys(changes.after).length === 0 && !changesPassword) return;
  const target = { type: "agent", id: before.id };
  const told = changesPassword ? { ...changes.after, password: "changed" } : changes.after;
  tx.audit({ action: "agent.updated", target, before: changes.before, after: told });
}

async function write(tx: Tx, { id, input, passwordHash }: Change, ctx: Context) {
  const before = await tx.needActive(agents, id);
  const changesRole = input.role !== undefined && input.role !== before.role;
  if (changesRole && before.role === "admin") await checkIsNotLastAdmin(tx, id, ctx);
  const moveEmail = await prepareEmail(tx, before, input.email, ctx);
  moveEmail();
  const change = agentChange(before, agentFieldsOf(input), ctx.now());
  if (Object.keys(input).length > 0) tx.update(agents.ref(ctx.db, id), change.fields);
  const credentials = {
    ...(changesRole && { role: change.agent.role }),
    ...(passwordHash && { passwordHash }),
  };
  changeCredentials(tx, id, credentials, ctx);
  if (passwordHash) clearAttempts(tx, change.agent.email, ctx);
  if (passwordHash) tx.afterCommit(async () => securityEvent("password_reset", { agentId: id }, ctx));
  if (changesRole) tx.afterCommit(async () => securityEvent("role_changed", { agentId: id }, ctx));
  audit(tx, before, change.agent, passwordHash !== undefined);
  agentOccurred(tx, before, change.agent);
  noteAccepting(tx, before, change.agent, ctx);
  if (makesCapacity(before, change.agent)) tx.afterCommit(() => enqueueDrainOfAgentLater(id, ctx));
  return change.agent;
}

/** Going away and coming back, which agents do all day: it gives no rights and is no configuration. */
function isOwnState(id: string, input: UpdateAgent, caller: AgentCaller): boolean {
  const states: readonly string[] = ["status", "acceptingChats"];
  return caller.id === id && Object.keys(input).every((field) => states.includes(field));
}

/** A change of role or e-mail meets other agents' changes; many agents may change their own status at once. */
function keyOf(id: string, { role, email }: UpdateAgent): string | undefined {
  return role === undefined && email === undefined ? id : undefined;
}

/**
 * Changes an agent and routes waiting conversations to it when it can take more than before.
 * @throws ChatError `authorization`, `not_found`, `already_exists` for a taken e-mail, `not_allowed` for the
 * demotion of the last admin.
 */
export async function updateAgent(
  id: string,
  { input, caller }: { input: UpdateAgent; caller: AgentCaller },
  ctx: Context,
): Promise<Agent> {
  checkMayUpdate(id, input, caller);
  const passwordHash = input.password === undefined ? undefined : await hashPassword(input.password, ctx);
  const change = (tx: Tx) => write(tx, { id, input, passwordHash }, ctx);
  if (isOwnState(id, input, caller)) return transact(ctx, change, { key: id });
  return configure(ctx, change, keyOf(id, input) ?? {});
}
