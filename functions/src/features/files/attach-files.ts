import type { AddFiles, Event, EventFile } from "@livechat/contract";
import type { Caller } from "../../auth/caller.ts";
import { type AddedEvent, type Attachment, addEvent, type Prepared } from "../../chat/add-event.ts";
import type { Context } from "../../platform/context.ts";
import { ChatError, notFound } from "../../platform/error.ts";
import type { StoredConversation } from "../../store/conversations.ts";
import { DAY_MILLIS } from "../../store/days.ts";
import { files, type StoredFile } from "../../store/files.ts";
import type { Tx } from "../../store/transact.ts";
import { toEventFile } from "./show-file.ts";

/**
 * Appends an event with files to a conversation: all of them or none.
 * @throws ChatError as `addEvent`; `not_found` for a file that is not the sender's, `not_allowed` for one that is not
 * ready, belongs to another conversation or is attached already.
 */
export function addFiles(
  thread: string,
  { input, caller }: { input: AddFiles; caller: Caller },
  ctx: Context,
): Promise<AddedEvent> {
  const { fileIds, type: _, text = "", ...message } = input;
  const attachment = attachmentOf(fileIds, caller, ctx);
  return addEvent(thread, { input: { ...message, text }, caller, attachment }, ctx);
}

/** Files as a part of an event, checked and written in the event's own transaction. */
export function attachmentOf(fileIds: readonly string[], caller: Caller, ctx: Context): Attachment {
  return {
    fileIds,
    prepare: async (tx, conversation) => {
      const found = await tx.getAll(...fileIds.map((id) => files.ref(ctx.db, id)));
      const asked = found.map((snapshot) => {
        const file = files.parse(snapshot);
        return checkAttachable(file, { caller, conversation, count: fileIds.length });
      });
      return prepared(tx, { asked, conversation }, ctx);
    },
  };
}

interface Asking {
  readonly caller: Caller;
  readonly conversation: StoredConversation;
  readonly count: number;
}

function checkAttachable(file: StoredFile | null, { caller, conversation, count }: Asking): StoredFile {
  const isOwn = file?.uploaderId === caller.id && file.uploaderType === caller.kind;
  if (!file || !isOwn || file.state === "removed" || file.widgetId !== null) throw notFound("file");
  const refuse = (why: string) => new ChatError("not_allowed", `${file.name}: ${why}`);
  if (file.state === "uploading") throw refuse("the upload is not finished.");
  if (file.state === "attached") throw refuse("it has been sent already.");
  if (file.conversationId !== null && file.conversationId !== conversation.id) {
    throw refuse("it was uploaded for another conversation.");
  }
  if (count > file.rules.maxPerMessage) {
    throw refuse(`at most ${file.rules.maxPerMessage} files go with one message.`);
  }
  return file;
}

interface Asked {
  readonly asked: readonly StoredFile[];
  readonly conversation: StoredConversation;
}

function prepared(tx: Tx, { asked, conversation }: Asked, ctx: Context): Prepared {
  const shown = asked.map((file): EventFile => ({ ...toEventFile(file), state: "attached" }));
  return {
    files: shown,
    write: ({ id, threadId, visibility, seq }: Event) => {
      for (const [index, file] of asked.entries()) {
        const { id: conversationId, groupId } = conversation;
        const object = { ...shown[index], conversationId };
        tx.occurred({ type: "file.attached", conversationId, seq, groupId, object });
        const expiresAt = expiryOf(file);
        tx.update(files.ref(ctx.db, file.id), {
          ...{ state: "attached", conversationId: conversation.id, threadId, eventId: id, visibility },
          expiresAt,
          dueAt: earliest(file.scanDueAt, expiresAt),
        });
      }
    },
  };
}

function expiryOf({ createdAt, rules }: StoredFile): Date | null {
  const { expireAfterDays } = rules;
  return expireAfterDays === null ? null : new Date(Date.parse(createdAt) + expireAfterDays * DAY_MILLIS);
}

export function earliest(scanDueAt: string | null, expiresAt: Date | null): Date | null {
  if (scanDueAt === null) return expiresAt;
  const scan = new Date(scanDueAt);
  return expiresAt === null || scan < expiresAt ? scan : expiresAt;
}
