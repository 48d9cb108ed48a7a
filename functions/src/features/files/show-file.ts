import { type EventFile, eventFile, type File } from "@livechat/contract";
import type { Context } from "../../platform/context.ts";
import type { Fields } from "../../store/collection.ts";
import { eventRef, events } from "../../store/events.ts";
import { files, type StoredFile } from "../../store/files.ts";
import type { Tx } from "../../store/transact.ts";

/** How long a file waits to be attached before it is removed. The sweep comes within minutes: below 24 hours. */
export const UNATTACHED_HOURS = 20;

/** The file as an event shows it. */
export function toEventFile(file: StoredFile | File): EventFile {
  return eventFile.parse(file);
}

/** A change of a file, prepared while the transaction still reads. */
export interface FileChange {
  readonly file: StoredFile;
  /** The file as it will be. Also brings the event that shows it up to date. */
  write(fields: Partial<Fields<StoredFile>>, shown?: Partial<EventFile>): void;
}

/** Reads a file, and the event that it is attached to, to change both. null when there is no such file. */
export async function prepareChange(tx: Tx, id: string, ctx: Context): Promise<FileChange | null> {
  const file = await tx.find(files, id);
  if (file === null) return null;
  const { threadId, eventId } = file;
  const ref = threadId !== null && eventId !== null ? eventRef(ctx.db, threadId, eventId) : null;
  const event = ref && events.parse(await tx.get(ref));
  return {
    file,
    write: (fields, shown = {}) => {
      tx.update(files.ref(ctx.db, id), { ...fields, ...shown });
      if (ref === null || event === null || Object.keys(shown).length === 0) return;
      const changed = event.files.map((each) => (each.id === id ? { ...each, ...shown } : each));
      tx.update(ref, { files: changed });
    },
  };
}
