import { createHash } from "node:crypto";
import { type DocumentSnapshot, FieldValue } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { isConflict } from "../store/conflict.ts";
import { rateLimits } from "../store/rate-limits.ts";

/** Whose failed attempts are counted, and how many there may be within the window. */
export interface AttemptLimit {
  kind: "login-account" | "login-address";
  /** An account or an address. Stored as a hash. */
  of: string;
  max: number;
}

interface Window {
  count: number;
  expiresAt: string;
}

function refOf({ kind, of }: AttemptLimit, ctx: Context) {
  return rateLimits.ref(ctx.db, `${kind}:${createHash("sha256").update(of).digest("base64url")}`);
}

/** The window that the document stands for; null when there is none, or when it is over. */
function openWindow(snapshot: DocumentSnapshot, ctx: Context): Window | null {
  const stored = rateLimits.parse(snapshot);
  return stored && new Date(stored.expiresAt) > ctx.now() ? stored : null;
}

function tooMany({ expiresAt }: Window, ctx: Context): ChatError {
  const retryAfterSeconds = (Date.parse(expiresAt) - ctx.now().getTime()) / 1000;
  return new ChatError("too_many_requests", "Too many failed attempts. Try again later.", {
    retryAfterSeconds,
  });
}

/**
 * Refuses an attempt whose limit is used up, before its work is done.
 * @throws ChatError `too_many_requests` with the seconds until the window ends.
 */
export async function checkAttempt(limits: readonly AttemptLimit[], ctx: Context): Promise<void> {
  const snapshots = await ctx.db.getAll(...limits.map((limit) => refOf(limit, ctx)));
  limits.forEach(({ max }, i) => {
    const snapshot = snapshots[i];
    const window = snapshot && openWindow(snapshot, ctx);
    if (window && window.count >= max) throw tooMany(window, ctx);
  });
}

/** Starts a window with its first failure. False when somebody else has started it meanwhile. */
async function startWindow(snapshot: DocumentSnapshot, ctx: Context): Promise<boolean> {
  const { loginWindowSeconds } = ctx.config.limits;
  const first = { count: 1, expiresAt: new Date(ctx.now().getTime() + loginWindowSeconds * 1000) };
  const { ref, updateTime } = snapshot;
  try {
    await (updateTime ? ref.update(first, { lastUpdateTime: updateTime }) : ref.create(first));
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}

/** Counts without a lock, so that calls never wait for each other; who counts first and then reads sees itself. */
async function addFailure(limit: AttemptLimit, ctx: Context): Promise<Window | null> {
  const snapshot = await refOf(limit, ctx).get();
  if (!openWindow(snapshot, ctx) && (await startWindow(snapshot, ctx))) return null;
  await snapshot.ref.set({ count: FieldValue.increment(1) }, { merge: true });
  return openWindow(await snapshot.ref.get(), ctx);
}

/**
 * Counts a failed attempt. A window starts with its first failure.
 * @throws ChatError `too_many_requests` when this one was beyond a limit.
 */
export async function noteFailure(limits: readonly AttemptLimit[], ctx: Context): Promise<void> {
  const windows = await Promise.all(limits.map((limit) => addFailure(limit, ctx)));
  limits.forEach(({ max }, i) => {
    const window = windows[i];
    if (window && window.count > max) throw tooMany(window, ctx);
  });
}

/**
 * Forgets the failures of an account after a success; those of its address stay. Looks at them once more before: of many
 * guesses at once, on any number of instances, one that is right after too many wrong ones does not count.
 * @throws ChatError `too_many_requests` as `checkAttempt`.
 */
export async function noteSuccess(account: AttemptLimit, ctx: Context): Promise<void> {
  const snapshot = await refOf(account, ctx).get();
  const window = openWindow(snapshot, ctx);
  if (window && window.count >= account.max) throw tooMany(window, ctx);
  if (snapshot.exists) await snapshot.ref.delete();
}
