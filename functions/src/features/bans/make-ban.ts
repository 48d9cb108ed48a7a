import { type Ban, type CreateBan, LIMITS } from "@livechat/contract";
import type { AgentCaller } from "../../auth/caller.ts";
import { securityEvent } from "../../auth/security-log.ts";
import type { Context } from "../../platform/context.ts";
import { ChatError } from "../../platform/error.ts";
import { addressRange } from "../../platform/ip-address.ts";
import { bans, forgetBannedRanges } from "../../store/bans.ts";
import { configure, type Tx, transact } from "../../store/transact.ts";
import { type BanMark, visitorSessions } from "../../store/visitors.ts";
import { prepareIdentityBan, prepareSessionsBan } from "./ban-sessions.ts";

/** Sessions that one ban of a range ends; those that are left are refused when they begin anew. */
const MAX_SESSIONS_OF_RANGE = 1_000;

function invalid(path: string, message: string): ChatError {
  return new ChatError("validation", `${path}: ${message}`, { details: [{ path, message }] });
}

function rangeOf(address: string) {
  const range = addressRange(address);
  if (!range) throw invalid("address", "must be an address or a network in CIDR notation");
  const narrowest =
    range.kind === "v4" ? LIMITS.MIN_BANNED_PREFIX_IPV4_BITS : LIMITS.MIN_BANNED_PREFIX_IPV6_BITS;
  if (range.prefix < narrowest) throw invalid("address", `must be a /${narrowest} or narrower`);
  return { from: range.from, to: range.to };
}

interface NewBan {
  readonly id: string;
  readonly input: CreateBan;
  readonly caller: AgentCaller;
}

/**
 * Reads what a ban concerns and returns the step that makes it: reads come before writes.
 * @throws ChatError `not_found` for an unknown visitor, `validation` for a network that is too wide or an end that is past.
 */
export async function prepareBan(tx: Tx, { id, input, caller }: NewBan, ctx: Context): Promise<() => Ban> {
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
  if (expiresAt && expiresAt <= ctx.now()) throw invalid("expiresAt", "must lie in the future");
  const visitorId = "visitorId" in input ? input.visitorId : null;
  const address = "address" in input ? input.address : null;
  const session = visitorId === null ? null : await tx.need(visitorSessions, visitorId);
  const externalId = "externalId" in input ? input.externalId : (session?.externalId ?? null);
  const identity = externalId === null ? null : await prepareIdentityBan(tx, externalId, ctx);
  const visitorIds = new Set([...(visitorId === null ? [] : [visitorId]), ...(identity?.visitorIds ?? [])]);
  const endSessions = await prepareSessionsBan(tx, [...visitorIds], ctx);
  return () => {
    const now = ctx.now();
    const { reason, note = null, conversationId = null } = input;
    const about = { visitorId, externalId, address, reason, note, conversationId };
    const ban = { id, ...about, createdBy: caller.id, isDeleted: false, deletedAt: null };
    const range = address === null ? null : rangeOf(address);
    tx.create(bans.ref(ctx.db, id), { ...ban, range, expiresAt, createdAt: now, updatedAt: now });
    const mark: BanMark = { id, until: expiresAt?.toISOString() ?? null };
    identity?.write(mark);
    endSessions(mark);
    const after = { visitorId, externalId, address, reason, expiresAt: mark.until };
    tx.audit({ action: "ban.created", target: { type: "ban", id }, before: null, after });
    const at = now.toISOString();
    const made = { ...ban, expiresAt: mark.until, createdAt: at, updatedAt: at };
    tx.occurred({ type: "visitor.banned", conversationId, seq: null, groupId: null, object: made });
    return made;
  };
}

/** Ends the sessions that were last continued from a banned range, one after the other. */
async function endSessionsOfRange(ban: Ban, ctx: Context): Promise<void> {
  const { from, to } = rangeOf(ban.address ?? "");
  const query = visitorSessions
    .all(ctx.db)
    .where("addressKey", ">=", from)
    .where("addressKey", "<=", to)
    .limit(MAX_SESSIONS_OF_RANGE);
  for (const { id } of (await query.get()).docs) {
    const end = async (tx: Tx) => {
      const write = await prepareSessionsBan(tx, [id], ctx);
      write({ id: ban.id, until: ban.expiresAt });
    };
    await transact(ctx, end, { key: id });
  }
}

/**
 * Bans a visitor, an identified person or a range of addresses. A visitor who is identified is banned as a person.
 * @throws ChatError as `prepareBan`.
 */
export async function createBan(input: CreateBan, caller: AgentCaller, ctx: Context): Promise<Ban> {
  const id = ctx.newId();
  if ("address" in input) rangeOf(input.address);
  const ban = await configure(
    ctx,
    async (tx) => {
      const make = await prepareBan(tx, { id, input, caller }, ctx);
      return make();
    },
    { key: "bans", repeatable: true },
  );
  if (ban.address !== null) {
    forgetBannedRanges(ctx);
    await endSessionsOfRange(ban, ctx);
  }
  securityEvent("visitor_banned", ban.visitorId ? { visitorId: ban.visitorId } : {}, ctx);
  return ban;
}
