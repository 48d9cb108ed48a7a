import { LIMITS, type VisitorNote } from "@livechat/contract";
import { type AgentCaller, canSupervise } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { notFound, refused } from "../../platform/error.ts";
import { type Tx, transact } from "../../store/transact.ts";
import { visitorNotes } from "../../store/visitor-notes.ts";
import { visitors } from "../../store/visitors.ts";
import { checkMaySeeVisitor, findVisitor } from "./read-visitors.ts";

interface Of {
  readonly visitorId: string;
  readonly caller: AgentCaller;
}

/** What the team has noted of a visitor, newest first. @throws ChatError `not_found`, `authorization`. */
export async function listVisitorNotes({ visitorId, caller }: Of, ctx: Context) {
  await findVisitor(visitorId, caller, ctx);
  const found = await visitorNotes.get(ctx.db, visitorId);
  return { items: (found?.notes ?? []).reverse() };
}

/**
 * Notes something of a visitor, with who wrote it and when.
 * @throws ChatError `not_found`, `authorization`, `not_allowed` when there are as many as there may be.
 */
export function addVisitorNote(text: string, { visitorId, caller }: Of, ctx: Context): Promise<VisitorNote> {
  const add = async (tx: Tx): Promise<VisitorNote> => {
    await checkMaySeeVisitor(await tx.need(visitors, visitorId), caller, ctx);
    const notes = (await tx.find(visitorNotes, visitorId))?.notes ?? [];
    if (notes.length >= LIMITS.MAX_NOTES_PER_VISITOR) {
      throw refused("too_many_notes");
    }
    const now = ctx.now();
    const note = { id: ctx.newId(), text, authorId: caller.id, createdAt: now.toISOString() };
    tx.set(visitorNotes.ref(ctx.db, visitorId), { notes: [...notes, note], updatedAt: now });
    return note;
  };
  return transact(ctx, add, { repeatable: true });
}

/** Deletes a note for good. @throws ChatError `not_found`, `authorization` for another agent's. */
export function deleteVisitorNote(noteId: string, { visitorId, caller }: Of, ctx: Context): Promise<void> {
  return transact(ctx, async (tx) => {
    await checkMaySeeVisitor(await tx.need(visitors, visitorId), caller, ctx);
    const notes = (await tx.find(visitorNotes, visitorId))?.notes ?? [];
    const note = notes.find(({ id }) => id === noteId);
    if (!note) throw notFound(visitorNotes.label);
    if (note.authorId !== caller.id && !canSupervise(caller)) {
      throw refused("others_note");
    }
    const left = notes.filter(({ id }) => id !== noteId);
    tx.set(visitorNotes.ref(ctx.db, visitorId), { notes: left, updatedAt: ctx.now() });
  });
}
