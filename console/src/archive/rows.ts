import type { Visitor } from "@livechat/chat-client";
import type { Conversation } from "@livechat/contract";
import { ratingWord } from "../person/rating.ts";
import type { Texts } from "../texts/texts.ts";

/** Names for what conversations hold as ids. */
export interface Names {
  visitor(id: string): Visitor | null;
  agent(id: string | null): string | null;
  group(id: string): string | null;
  tag(id: string): string | null;
}

type Row = readonly (string | null)[];

/** Milliseconds from the first message to the close, as reports count; null: it is open. */
export const durationOf = ({
  createdAt,
  closedAt,
}: Pick<Conversation, "createdAt" | "closedAt">): number | null =>
  closedAt === null ? null : Math.max(0, Date.parse(closedAt) - Date.parse(createdAt));

/** What a file of conversations has in its first row. */
export const headOf = (t: Texts): Row => [
  t("archive.id"),
  t("archive.visitor"),
  t("archive.email"),
  t("archive.subject"),
  t("archive.words"),
  t("archive.status"),
  t("archive.group"),
  t("archive.agent"),
  t("archive.tag"),
  t("archive.rated"),
  t("archive.begun"),
  t("archive.answered"),
  t("archive.closed"),
  t("archive.durationSeconds"),
  t("archive.updated"),
];

/** One conversation; times are UTC in ISO 8601, which every spreadsheet reads alike. */
export function rowOf(conversation: Conversation, names: Names, t: Texts): Row {
  const { id, visitorId, subject, lastMessage, status, groupId, assignedAgentId, tagIds, rating } =
    conversation;
  const visitor = names.visitor(visitorId);
  const took = durationOf(conversation);
  return [
    id,
    visitor?.name ?? null,
    visitor?.email ?? null,
    subject,
    lastMessage?.text ?? null,
    t(`conversation.status.${status}`),
    names.group(groupId),
    names.agent(assignedAgentId),
    tagIds.flatMap((tagId) => names.tag(tagId) ?? []).join(", "),
    ratingWord(rating, t),
    conversation.createdAt,
    conversation.firstResponseAt,
    conversation.closedAt,
    took === null ? null : String(Math.round(took / 1000)),
    conversation.updatedAt,
  ];
}
