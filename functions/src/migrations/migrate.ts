import { FieldPath, type QueryDocumentSnapshot } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { agents } from "../store/agents.ts";
import { meta, SCHEMA_STATE_ID, type StoredPass, type StoredSchemaState } from "../store/schema-state.ts";
import { FIRST_VERSION, latestVersion, migrations } from "./all.ts";
import type { Migration } from "./migration.ts";

/** Documents that are looked at between two notes of how far a pass has come. */
export const PAGE_DOCUMENTS = 100;
/** Transactions at once. Each holds one document, so chats wait for one document's time at most. */
const PARALLEL = 20;
/**
 * Instances of the release before may write the old shape for so long after the deployment: the longest call is 60 s,
 * a task's or schedule's 540 s. Only a pass that began after that can find that nothing is left.
 */
const DRAIN_SECONDS = 600;

export interface Migrated {
  /** The stored version is the one of this code. */
  readonly isDone: boolean;
  /** When to go on, where waiting is what is left to do. null: at once. */
  readonly notBefore: Date | null;
}

export interface Migrating {
  /** When to stop; the next call goes on where this one stopped. */
  readonly until: Date;
  readonly all?: readonly Migration[];
}

type State = Pick<StoredSchemaState, "version" | "pass">;

async function readState(ctx: Context): Promise<State> {
  const state = await meta.get(ctx.db, SCHEMA_STATE_ID);
  return state ?? { version: FIRST_VERSION, pass: null };
}

function isSame(one: StoredPass | null, other: StoredPass | null): boolean {
  return one?.passStartedAt === other?.passStartedAt && one?.after === other?.after;
}

/** Notes the next state unless another run has come further. */
async function note(from: State, to: State, ctx: Context): Promise<boolean> {
  const ref = meta.ref(ctx.db, SCHEMA_STATE_ID);
  return ctx.db.runTransaction(async (tx) => {
    const stored = meta.parse(await tx.get(ref)) ?? { version: FIRST_VERSION, pass: null };
    if (stored.version !== from.version || !isSame(stored.pass, from.pass)) return false;
    tx.set(ref, { ...to, updatedAt: ctx.now() });
    return true;
  });
}

/** Changes the document if it still needs it. @returns whether it did */
async function upgrade(found: QueryDocumentSnapshot, migration: Migration, ctx: Context): Promise<boolean> {
  const seen = migration.changes({ ref: found.ref, data: found.data() });
  if (seen.length === 0) return false;
  return ctx.db.runTransaction(async (tx) => {
    const data = (await tx.get(found.ref)).data();
    const changes = data === undefined ? [] : migration.changes({ ref: found.ref, data });
    for (const { ref, fields } of changes) tx.set(ref, fields, { merge: true });
    return changes.length > 0;
  });
}

async function runPage(migration: Migration, pass: StoredPass, ctx: Context): Promise<StoredPass | null> {
  const inOrder = migration.documents(ctx.db).orderBy(FieldPath.documentId()).limit(PAGE_DOCUMENTS);
  const page = await (pass.after === null ? inOrder : inOrder.startAfter(ctx.db.doc(pass.after))).get();
  const last = page.docs.at(-1);
  if (last === undefined) return null;
  let changed = 0;
  for (let start = 0; start < page.docs.length; start += PARALLEL) {
    const group = page.docs.slice(start, start + PARALLEL);
    const done = await Promise.all(group.map((document) => upgrade(document, migration, ctx)));
    changed += done.filter(Boolean).length;
  }
  return {
    ...pass,
    after: last.ref.path,
    looked: pass.looked + page.docs.length,
    changed: pass.changed + changed,
  };
}

function newPass(version: number, startedAt: string, now: Date): StoredPass {
  return { version, startedAt, passStartedAt: now.toISOString(), after: null, looked: 0, changed: 0 };
}

/** What comes after a pass over all documents: the next version, or another pass once no old instance is left. */
function afterPass(state: State & { pass: StoredPass }, now: Date): { next: State } | { notBefore: Date } {
  const { pass } = state;
  const drained = new Date(Date.parse(pass.startedAt) + DRAIN_SECONDS * 1000);
  const saw = pass.changed === 0 && Date.parse(pass.passStartedAt) >= drained.getTime();
  if (saw) return { next: { version: pass.version, pass: null } };
  if (now < drained) return { notBefore: drained };
  return { next: { version: state.version, pass: newPass(pass.version, pass.startedAt, now) } };
}

/** One step of the work on a migration. @returns when to go on, when waiting is all that can be done */
async function step(state: State, migration: Migration, ctx: Context): Promise<Date | null> {
  const now = ctx.now();
  const pass = state.pass ?? newPass(migration.to, now.toISOString(), now);
  const page = await runPage(migration, pass, ctx);
  if (page) {
    await note(state, { version: state.version, pass: page }, ctx);
    return null;
  }
  const after = afterPass({ ...state, pass }, now);
  if ("notBefore" in after) {
    // Kept also where there was nothing to look at: the waiting begins with the first pass.
    if (!state.pass) await note(state, { version: state.version, pass }, ctx);
    return after.notBefore;
  }
  const isNoted = await note(state, after.next, ctx);
  if (isNoted && after.next.pass === null) {
    ctx.log.info("Migrated", { version: migration.to, what: migration.what });
  }
  return null;
}

/**
 * Brings the stored data to the version of this code, or as far as the time allows. Safe to run at any time, also
 * twice at once and while chats go on: each document is changed in a transaction of its own, which reads it anew.
 * A migration ends with a pass that found nothing to change and began when no instance of the release before was left.
 */
export async function migrate({ until, all = migrations }: Migrating, ctx: Context): Promise<Migrated> {
  for (;;) {
    const state = await readState(ctx);
    const migration = all.find(({ to }) => to === state.version + 1);
    if (!migration) return { isDone: true, notBefore: null };
    const notBefore = await step(state, migration, ctx);
    if (notBefore || ctx.now() >= until) return { isDone: false, notBefore };
  }
}

/** Progress is noted with every page: none for so long, and nobody is at it. */
const STALLED_SECONDS = 120;

/** How far the stored data is: `stalled` when something is left to do and nothing has been noted for a while. One read. */
export async function migrationProgress(
  ctx: Context,
  all: readonly Migration[] = migrations,
): Promise<"done" | "running" | "stalled"> {
  const state = await meta.get(ctx.db, SCHEMA_STATE_ID);
  if ((state?.version ?? FIRST_VERSION) >= latestVersion(all)) return "done";
  if (!state?.pass) return "stalled";
  const idleMillis = ctx.now().getTime() - Date.parse(state.updatedAt);
  return idleMillis > STALLED_SECONDS * 1000 ? "stalled" : "running";
}

/** Notes the version of a database without people as this code's, so that nothing has to be migrated. Idempotent. */
export async function noteNewDatabase(ctx: Context, all: readonly Migration[] = migrations): Promise<void> {
  const anyone = await agents.all(ctx.db).limit(1).get();
  if (!anyone.empty) return;
  const ref = meta.ref(ctx.db, SCHEMA_STATE_ID);
  await ctx.db.runTransaction(async (tx) => {
    if ((await tx.get(ref)).exists) return;
    tx.set(ref, { version: latestVersion(all), pass: null, updatedAt: ctx.now() });
  });
}
