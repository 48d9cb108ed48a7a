import { createHash } from "node:crypto";
import { type DocumentSnapshot, FieldValue } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { isConflict } from "../store/conflict.ts";
import { rateLimits } from "../store/rate-limits.ts";
import type { Tx } from "../store/transact.ts";
import { sameSpelling } from "../store/unique-keys.ts";

/** Whose failed attempts are counted, and how many there may be within the window. */
export interface AttemptLimit {
  kind: "login-pair" | "login-account" | "login-address" | "login-device";
  /** An account, an address, both, or a device. Stored as a hash. */
  of: string;
  max: number;
}

interface Window {
  count: number;
  expiresAt: string;
}

function refOf({ kind, of }: Pick<AttemptLimit, "kind" | "of">, ctx: Context) {
  return rateLimits.ref(ctx.db, `${kind}:${createHash("sha256").update(of).digest("base64url")}`);
}

function windowMillis(ctx: Context): number {
  return ctx.config.limits.loginWindowSeconds * 1000;
}

/**
 * The window that the document stands for; null when there is none, when it is over, or when it began before the
 * account's failures were forgotten.
 */
function openWindow(snapshot: DocumentSnapshot, clearedAt: string | null, ctx: Context): Window | null {
  const stored = rateLimits.parse(snapshot);
  if (!stored || new Date(stored.expiresAt) <= ctx.now()) return null;
  const startedAt = Date.parse(stored.expiresAt) - windowMillis(ctx);
  return clearedAt !== null && startedAt <= Date.parse(clearedAt) && stored.clearedAt === null
    ? null
    : stored;
}

function tooMany({ expiresAt }: Window, ctx: Context): ChatError {
  const retryAfterSeconds = (Date.parse(expiresAt) - ctx.now().getTime()) / 1000;
  return new ChatError("too_many_requests", "Too many failed attempts. Try again later.", {
    retryAfterSeconds,
  });
}

type Found = readonly { readonly limit: AttemptLimit; readonly snapshot: DocumentSnapshot }[];

async function read(limits: readonly AttemptLimit[], ctx: Context): Promise<Found> {
  const snapshots = await ctx.db.getAll(...limits.map((limit) => refOf(limit, ctx)));
  return limits.flatMap((limit, i) => {
    const snapshot = snapshots[i];
    return snapshot ? [{ limit, snapshot }] : [];
  });
}

/** When the failures of the account were forgotten: those with an address or a device from before count no more. */
function clearedAtOf(found: Found): string | null {
  const account = found.find(({ limit }) => limit.kind === "login-account");
  return (account && rateLimits.parse(account.snapshot)?.clearedAt) ?? null;
}

/** An address counts for all accounts that are tried from there. */
function clearing(kind: AttemptLimit["kind"], clearedAt: string | null): string | null {
  return kind === "login-address" ? null : clearedAt;
}

/**
 * Refuses an attempt whose limit is used up, before its work is done.
 * @throws ChatError `too_many_requests` with the seconds until the window ends.
 */
export async function checkAttempt(limits: readonly AttemptLimit[], ctx: Context): Promise<void> {
  const found = await read(limits, ctx);
  const clearedAt = clearedAtOf(found);
  for (const { limit, snapshot } of found) {
    const window = openWindow(snapshot, clearing(limit.kind, clearedAt), ctx);
    if (window && window.count >= limit.max) throw tooMany(window, ctx);
  }
}

/** Starts a window with its first failure. False when somebody else has started it meanwhile. */
async function startWindow({ ref, updateTime }: DocumentSnapshot, ctx: Context): Promise<boolean> {
  const first = { count: 1, expiresAt: new Date(ctx.now().getTime() + windowMillis(ctx)) };
  try {
    await (updateTime ? ref.update(first, { lastUpdateTime: updateTime }) : ref.create(first));
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}

/** Counts without a lock, so that calls never wait for each other; who counts first and then reads sees itself. */
async function addFailure(
  snapshot: DocumentSnapshot,
  clearedAt: string | null,
  ctx: Context,
): Promise<Window | null> {
  if (!openWindow(snapshot, clearedAt, ctx) && (await startWindow(snapshot, ctx))) return null;
  await snapshot.ref.set({ count: FieldValue.increment(1) }, { merge: true });
  return openWindow(await snapshot.ref.get(), clearedAt, ctx);
}

/**
 * Counts a failed attempt. A window starts with its first failure.
 * @throws ChatError `too_many_requests` when this one was beyond a limit.
 */
export async function noteFailure(limits: readonly AttemptLimit[], ctx: Context): Promise<void> {
  const found = await read(limits, ctx);
  const clearedAt = clearedAtOf(found);
  const counted = found.map(async ({ limit, snapshot }) => {
    const window = await addFailure(snapshot, clearing(limit.kind, clearedAt), ctx);
    return { window, max: limit.max };
  });
  for (const { window, max } of await Promise.all(counted)) {
    if (window && window.count > max) throw tooMany(window, ctx);
  }
}

/**
 * Forgets the failures with the account from this address or device after a success; the others stay. Looks at them once
 * more before: of many guesses at once, on any number of instances, one that is right after too many wrong ones does not
 * count.
 * @throws ChatError `too_many_requests` as `checkAttempt`.
 */
export async function noteSuccess(limits: readonly AttemptLimit[], ctx: Context): Promise<void> {
  const found = await read(limits, ctx);
  const clearedAt = clearedAtOf(found);
  for (const { limit, snapshot } of found) {
    const window = openWindow(snapshot, clearing(limit.kind, clearedAt), ctx);
    if (window && window.count >= limit.max) throw tooMany(window, ctx);
  }
  for (const { limit, snapshot } of found) {
    const isOwn = limit.kind === "login-pair" || limit.kind === "login-device";
    if (isOwn && snapshot.exists) await snapshot.ref.delete();
  }
}

/** Forgets all failures with an account, wherever they came from: an admin's reset opens it at once. */
export function clearAttempts(tx: Tx, email: string, ctx: Context): void {
  const now = ctx.now();
  const expiresAt = new Date(now.getTime() + windowMillis(ctx));
  const ref = refOf({ kind: "login-account", of: sameSpelling(email) }, ctx);
  tx.set(ref, { count: 0, clearedAt: now, expiresAt });
}
