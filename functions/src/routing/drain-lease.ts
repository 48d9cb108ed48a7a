import type { DocumentReference, Timestamp } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { ifUnchanged } from "../store/conflict.ts";
import { routingLeases } from "../store/routing-leases.ts";

/** How long a dead drain keeps others away; its own retry takes over at once. */
const LEASE_SECONDS = 10;
const RENEW_AFTER_SECONDS = 5;

/**
 * The right to drain a group's queue, so that tasks of one group do not contend in transactions, where each conflict
 * costs about a second of back-off. It is taken and given back by conditional writes, which fail at once.
 */
export class DrainLease {
  private constructor(
    private readonly ref: DocumentReference,
    private readonly holder: string,
    private writtenAt: Timestamp,
    private renewAt: number,
    private readonly ctx: Context,
  ) {}

  /** @returns null when another drain holds it. */
  static async take(groupId: string, holder: string, ctx: Context): Promise<DrainLease | null> {
    const ref = routingLeases.ref(ctx.db, groupId);
    const snapshot = await ref.get();
    const lease = routingLeases.parse(snapshot);
    const isHeld = lease && lease.holder !== holder && lease.until > ctx.now().toISOString();
    if (isHeld) return null;
    const fields = { holder, until: untilFrom(ctx) };
    const written = await ifUnchanged(
      snapshot.updateTime ? ref.update(fields, { lastUpdateTime: snapshot.updateTime }) : ref.create(fields),
    );
    return written && new DrainLease(ref, holder, written.writeTime, renewalFrom(ctx), ctx);
  }

  /** Prolongs the lease when it is half over. @returns false when it was lost to another drain. */
  async keep(): Promise<boolean> {
    const { ctx, holder } = this;
    if (ctx.now().getTime() < this.renewAt) return true;
    const condition = { lastUpdateTime: this.writtenAt };
    const written = await ifUnchanged(this.ref.update({ holder, until: untilFrom(ctx) }, condition));
    if (written === null) return false;
    this.writtenAt = written.writeTime;
    this.renewAt = renewalFrom(ctx);
    return true;
  }

  async release(): Promise<void> {
    await ifUnchanged(this.ref.delete({ lastUpdateTime: this.writtenAt }));
  }
}

function untilFrom(ctx: Context): Date {
  return new Date(ctx.now().getTime() + LEASE_SECONDS * 1000);
}

function renewalFrom(ctx: Context): number {
  return ctx.now().getTime() + RENEW_AFTER_SECONDS * 1000;
}

/** Whether a drain of the group's queue, other than this holder's, is running. */
export async function isBeingDrained(groupId: string, holder: string | null, ctx: Context): Promise<boolean> {
  const lease = await routingLeases.get(ctx.db, groupId);
  return lease !== null && lease.holder !== holder && lease.until > ctx.now().toISOString();
}
