import type { Presence } from "@livechat/contract";
import type { DocumentSnapshot } from "firebase-admin/firestore";
import { agentChange, makesCapacity } from "../agent/agent-changes.ts";
import { agentOccurred } from "../agent/occurrences.ts";
import type { Context } from "../platform/context.ts";
import { ChatError, notFound } from "../platform/error.ts";
import { enqueueDeadlineLater, enqueueDrainOfAgentLater } from "../queue/enqueue.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { ifUnchanged } from "../store/conflict.ts";
import { type Look, presences, reassignAtFields, type StoredPresence } from "../store/presence.ts";
import { serialized } from "../store/serialized.ts";
import { type Tx, transact } from "../store/transact.ts";
import { expireLease } from "./expire-lease.ts";
import { type Leases, renewLeases } from "./leases.ts";
import { lookersAt, lookOf, type Open, toldLook } from "./looking.ts";

/** Heartbeats that a console may miss before its lease ends. */
const HEARTBEATS_PER_LEASE = 3;
const SECONDS_PER_HOUR = 3600;
/** Each failed attempt means that another console's got through, and an agent has few. */
const MAX_ATTEMPTS = 50;

interface Heartbeat extends Open {
  readonly consoleId: string;
  readonly leaving?: boolean | undefined;
  readonly visible?: boolean | undefined;
}

/** With what of its look others may know. */
interface Beat extends Heartbeat {
  readonly told: Look | null;
}

function toDates({ leases, expiresAt, ...others }: Leases) {
  const ends = Object.entries(leases).map(([id, end]) => [id, new Date(end)]);
  return {
    leases: Object.fromEntries(ends) as Record<string, Date>,
    expiresAt: new Date(expiresAt),
    ...others,
  };
}

function renew(
  presence: StoredPresence | null,
  { consoleId, leaving = false, visible = true, told: look }: Beat,
  ctx: Context,
): Leases {
  const { leaseSeconds } = ctx.config;
  return renewLeases(presence, { consoleId, leaving, visible, look, now: ctx.now(), leaseSeconds });
}

/** The common case: the agent is live and stays so. Only the presence is written, unless it changed meanwhile. */
async function prolong(snapshot: DocumentSnapshot, leases: Leases): Promise<boolean> {
  if (!snapshot.updateTime) return false;
  const condition = { lastUpdateTime: snapshot.updateTime };
  return (await ifUnchanged(snapshot.ref.update(toDates(leases), condition))) !== null;
}

async function arriveIn(tx: Tx, { agentId, beat }: { agentId: string; beat: Beat }, ctx: Context) {
  const [agentDoc, presenceDoc] = await tx.getAll(
    agents.ref(ctx.db, agentId),
    presences.ref(ctx.db, agentId),
  );
  const before = agentDoc && agents.parse(agentDoc);
  if (!before || before.isDeleted || !presenceDoc) throw notFound("agent");
  const leases = renew(presences.parse(presenceDoc), beat, ctx);
  const change = agentChange(before, { leased: true, leaseLapsed: false }, ctx.now());
  tx.update(agents.ref(ctx.db, agentId), change.fields);
  agentOccurred(tx, before, change.agent);
  const live = { lapsed: false, lapsedAt: null, ...reassignAtFields(null) };
  tx.set(presenceDoc.ref, { agentId, ...toDates(leases), ...live });
  const lease = { kind: "lease", agentId, at: leases.expiresAt } as const;
  tx.afterCommit(() => enqueueDeadlineLater(lease, ctx));
  if (makesCapacity(before, change.agent)) tx.afterCommit(() => enqueueDrainOfAgentLater(agentId, ctx));
}

/** The first heartbeat of all, or the first after the lease expired: the agent is live again and shows what it chose. */
async function arrive(agentId: string, beat: Beat, ctx: Context): Promise<void> {
  await transact(ctx, (tx) => arriveIn(tx, { agentId, beat }, ctx));
}

async function readBoth(agentId: string, ctx: Context) {
  const [agentDoc, snapshot] = await ctx.db.getAll(
    agents.ref(ctx.db, agentId),
    presences.ref(ctx.db, agentId),
  );
  const agent = agentDoc && agents.parse(agentDoc);
  if (!agent || agent.isDeleted || !snapshot) throw notFound("agent");
  return { agent, snapshot, presence: presences.parse(snapshot) };
}

function isLive(agent: StoredAgent, presence: StoredPresence | null, ctx: Context): boolean {
  if (!presence || presence.lapsed || !agent.leased) return false;
  return presence.expiresAt > ctx.now().toISOString();
}

async function leave(snapshot: DocumentSnapshot, leases: Leases, ctx: Context): Promise<boolean> {
  if (!snapshot.exists) return true;
  if (!(await prolong(snapshot, leases))) return false;
  if (leases.expiresAt <= ctx.now().toISOString()) await expireLease(snapshot.id, ctx);
  return true;
}

/** What the console is told. */
type Told = Pick<Presence, "status" | "leaseExpiresAt">;
/** And what is open there. */
type Beaten = Told & { readonly look: Look | null; readonly agent: StoredAgent };

async function read(agentId: string, ctx: Context): Promise<Told> {
  const { agent, presence } = await readBoth(agentId, ctx);
  return { status: agent.status, leaseExpiresAt: presence?.expiresAt ?? null };
}

/** null when another console got in between. Only who arrives or leaves is read again: a heartbeat is two reads. */
async function beatOnce(agentId: string, heartbeat: Heartbeat, ctx: Context): Promise<Beaten | null> {
  const { agent, snapshot, presence } = await readBoth(agentId, ctx);
  const look = await lookOf(agent, heartbeat, ctx);
  const beat = { ...heartbeat, told: toldLook(agent, look) };
  const leases = renew(presence, beat, ctx);
  if (beat.leaving) {
    if (!(await leave(snapshot, leases, ctx))) return null;
    return { ...(await read(agentId, ctx)), look: null, agent };
  }
  if (isLive(agent, presence, ctx)) {
    const told = { status: agent.status, leaseExpiresAt: leases.expiresAt, look, agent };
    return (await prolong(snapshot, leases)) ? told : null;
  }
  await arrive(agentId, beat, ctx);
  return { ...(await read(agentId, ctx)), look, agent };
}

async function beatUntilDone(agentId: string, beat: Heartbeat, ctx: Context): Promise<Beaten> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const told = await beatOnce(agentId, beat, ctx);
    if (told) return told;
  }
  throw new ChatError("service_unavailable", "Too many heartbeats of this agent at once.", {
    retryAfterSeconds: 1,
  });
}

/**
 * Renews, or ends, the lease of one console of the agent. It never changes what the agent chose: a reconnect shows
 * the chosen status again, whatever that is. Tells who else has the conversation open that is open there.
 * @throws ChatError `not_found` for a deleted agent, `service_unavailable` when others never let it through.
 */
export async function heartbeat(agentId: string, beat: Heartbeat, ctx: Context): Promise<Presence> {
  const { look, agent, ...told } = await serialized(ctx.db, `presence-${agentId}`, () =>
    beatUntilDone(agentId, beat, ctx),
  );
  return {
    agentId,
    ...told,
    ...(await lookersAt({ look, listed: beat.leaving ? [] : (beat.listed ?? []) }, agent, ctx)),
    nextHeartbeatSeconds: Math.max(1, Math.floor(ctx.config.leaseSeconds / HEARTBEATS_PER_LEASE)),
    idleEndSeconds: ctx.config.agentIdleHours === 0 ? null : ctx.config.agentIdleHours * SECONDS_PER_HOUR,
  };
}
