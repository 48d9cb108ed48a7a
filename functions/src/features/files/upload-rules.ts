import type { FilesSettings } from "@livechat/contract";
import { type Caller, canSupervise, isOwnVisitor } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { ChatError, forbidden, notFound, refused } from "../../platform/error.ts";
import { conversations, type StoredConversation } from "../../store/conversations.ts";
import type { StoredFile } from "../../store/files.ts";
import { defaultGroupQuery, groups } from "../../store/groups.ts";
import type { Tx } from "../../store/transact.ts";
import { filesOf, publishedWidget } from "../../store/widgets.ts";

/** Where an upload is meant for, and what is allowed there. */
export interface UploadPlace {
  readonly conversation: StoredConversation | null;
  readonly settings: FilesSettings;
  /** The widget whose logo it is to be. */
  readonly widgetId?: string;
  /** Checked, and written, with the file's document. */
  prepare?(tx: Tx, file: StoredFile): Promise<void>;
}

/**
 * Looks whether the caller may send files in a conversation: its visitor, when visitors may; its owner, supervisors, admins.
 * @throws ChatError `not_found`, `authorization`, `conversation_closed` for agents, `not_allowed` where visitors may not
 */
export async function findPlace(id: string, caller: Caller, ctx: Context): Promise<UploadPlace> {
  const conversation = await conversations.get(ctx.db, id);
  if (!conversation || (caller.kind === "visitor" && !isOwnVisitor(conversation, caller))) {
    throw notFound("conversation");
  }
  if (caller.kind === "agent") checkAgent(conversation, caller);
  const group = await groups.get(ctx.db, conversation.groupId);
  if (!group) throw notFound("group");
  if (caller.kind === "agent") return { conversation, settings: group.files };
  const settings = filesOf(group.files, await publishedWidget(conversation.widgetId ?? undefined, ctx));
  checkVisitor(settings, conversation);
  return { conversation, settings };
}

/** The same before a visitor's conversation has begun: the default group's settings hold. */
export async function findFirstPlace(caller: Caller, ctx: Context): Promise<UploadPlace> {
  if (caller.kind !== "visitor") throw forbidden("This call is for visitors.");
  const [group] = await groups.find(defaultGroupQuery(ctx.db));
  if (!group) throw new ChatError("service_unavailable", "No group takes conversations yet.");
  const settings = filesOf(group.files, await publishedWidget(undefined, ctx));
  checkVisitor(settings, null);
  return { conversation: null, settings };
}

function checkAgent(conversation: StoredConversation, caller: Caller): void {
  if (conversation.assignedAgentId !== caller.id && !canSupervise(caller)) {
    throw refused("owner_only_files");
  }
  if (conversation.status === "closed") {
    throw refused("closed_reopen_first");
  }
}

function checkVisitor({ visitors }: FilesSettings, conversation: StoredConversation | null): void {
  if (visitors === "off") throw refused("files_off");
  if (visitors === "afterFirstReply" && !conversation?.firstResponseAt) {
    throw new ChatError("not_allowed", "Files are taken once somebody has answered.");
  }
}
