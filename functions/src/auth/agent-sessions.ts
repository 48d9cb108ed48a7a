import { type AgentSession, LIMITS } from "@livechat/contract";
import { type DocumentSnapshot, FieldValue } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import {
  agentCredentials,
  type StoredAgentSession,
  type StoredCredentials,
} from "../store/agent-credentials.ts";
import { agents } from "../store/agents.ts";
import { isConflict } from "../store/conflict.ts";
import { type Tx, transact } from "../store/transact.ts";
import type { AgentCaller } from "./caller.ts";

const HOUR_MILLIS = 3600 * 1000;
/** A use is noted once in this part of the idle time: a session ends that much before its time at the earliest. */
const NOTED_PARTS = 4;

function idleMillis(ctx: Context): number {
  const hours = ctx.config.agentIdleHours;
  return hours === 0 ? Number.POSITIVE_INFINITY : hours * HOUR_MILLIS;
}

function ageOf({ seenAt }: StoredAgentSession, ctx: Context): number {
  return ctx.now().getTime() - Date.parse(seenAt);
}

function isOver({ startedAt }: StoredAgentSession, ctx: Context): boolean {
  return ctx.now().getTime() - Date.parse(startedAt) >= LIMITS.JWT_LIFETIME_SECONDS * 1000;
}

/** Whether the session has neither ended nor been idle for too long. */
export function isOpen(session: StoredAgentSession | undefined, ctx: Context): boolean {
  return session !== undefined && ageOf(session, ctx) < idleMillis(ctx) && !isOver(session, ctx);
}

interface Used {
  readonly sessionId: string;
  readonly session: StoredAgentSession;
}

/** Notes that a session is in use, now and then. On condition that nothing has changed: an ended session stays ended. */
export async function noteUse(
  snapshot: DocumentSnapshot,
  { sessionId, session }: Used,
  ctx: Context,
): Promise<void> {
  if (ageOf(session, ctx) < idleMillis(ctx) / NOTED_PARTS || !snapshot.updateTime) return;
  const changed = { [`sessions.${sessionId}.seenAt`]: ctx.now() };
  try {
    await snapshot.ref.update(changed, { lastUpdateTime: snapshot.updateTime });
  } catch (error) {
    // Somebody else has just noted it, or ended it.
    if (!isConflict(error)) throw error;
  }
}

type Sessions = StoredCredentials["sessions"];

function asWritten(sessions: Sessions) {
  return Object.fromEntries(
    Object.entries(sessions).map(([id, { startedAt, seenAt, userAgent }]) => [
      id,
      { startedAt: new Date(startedAt), seenAt: new Date(seenAt), userAgent },
    ]),
  );
}

function openOnes(sessions: Sessions, ctx: Context): [string, StoredAgentSession][] {
  return Object.entries(sessions)
    .filter(([, session]) => isOpen(session, ctx))
    .sort(([, a], [, b]) => (a.seenAt < b.seenAt ? 1 : -1));
}

/** The sessions with one more. Of too many, the one that was not used for the longest time ends. */
export function withSession(
  sessions: Sessions,
  { id, userAgent }: { id: string; userAgent: string | null },
  ctx: Context,
) {
  const others = openOnes(sessions, ctx).slice(0, LIMITS.MAX_AGENT_SESSIONS - 1);
  const now = ctx.now().toISOString();
  const started = {
    startedAt: now,
    seenAt: now,
    userAgent: userAgent?.slice(0, LIMITS.MAX_USER_AGENT_CHARS) ?? null,
  };
  return asWritten({ ...Object.fromEntries(others), [id]: started });
}

/** This session alone, if it is one. */
export function onlySession(sessions: Sessions, sessionId: string) {
  const own = sessions[sessionId];
  return own ? asWritten({ [sessionId]: own }) : {};
}

/** The sessions of the caller, the one used last first. */
export async function listSessions(caller: AgentCaller, ctx: Context): Promise<AgentSession[]> {
  const credentials = await agentCredentials.get(ctx.db, caller.id);
  return openOnes(credentials?.sessions ?? {}, ctx).map(([id, { startedAt, seenAt, userAgent }]) => {
    return { id, startedAt, lastSeenAt: seenAt, userAgent, isCurrent: id === caller.sessionId };
  });
}

/** What the rules compare with the time at which a Firebase sign-in was minted: those from before are refused. */
export function endSignIns(tx: Tx, agentId: string, ctx: Context): void {
  tx.update(agents.ref(ctx.db, agentId), { signInsValidFrom: ctx.now() });
}

/**
 * Refuses the token of one of the caller's sessions from now on, and every Firebase sign-in from before: consoles whose
 * own session goes on sign in again by themselves. Does nothing when there is no such session.
 */
export function endSession(caller: AgentCaller, sessionId: string, ctx: Context): Promise<void> {
  return transact(ctx, async (tx) => {
    const { sessions } = await tx.need(agentCredentials, caller.id);
    const isOwn = sessionId === caller.sessionId;
    if (!(sessionId in sessions) && !isOwn) return;
    const { [sessionId]: _, ...others } = sessions;
    tx.update(agentCredentials.ref(ctx.db, caller.id), { sessions: asWritten(others) });
    endSignIns(tx, caller.id, ctx);
  });
}

/** Refuses every token of the caller from now on, except for the one that was sent. */
export function endOtherSessions(caller: AgentCaller, ctx: Context): Promise<void> {
  return transact(ctx, async (tx) => {
    const { sessions } = await tx.need(agentCredentials, caller.id);
    tx.update(agentCredentials.ref(ctx.db, caller.id), {
      sessions: onlySession(sessions, caller.sessionId),
      tokenGeneration: FieldValue.increment(1),
      keptTokenId: caller.sessionId,
    });
    endSignIns(tx, caller.id, ctx);
  });
}
