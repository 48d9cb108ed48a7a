import type { Conversation } from "@livechat/contract";
import type { MouseEvent } from "react";
import { Link } from "wouter";
import { useAgentName, useGroupName } from "../client/context.tsx";
import { visitorName } from "../client/name.ts";
import { useTags } from "../client/tags.ts";
import { useVisitor } from "../client/visitors.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { ratedAs } from "./find.ts";
import { durationOf } from "./rows.ts";
import { markedParts } from "./search.ts";

/** A text in which what was searched for stands out. */
function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return markedParts(text, words).map(({ text: part, isFound }, at) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name.
    return isFound ? <mark key={at}>{part}</mark> : <span key={at}>{part}</span>;
  });
}

function TagChips({ tagIds }: Pick<Conversation, "tagIds">) {
  const tags = useTags().filter(({ id }) => tagIds.includes(id));
  return (
    <span className="chips-cell">
      {tags.map((tag) => (
        <span key={tag.id} className="chip">
          <span className="swatch" style={{ background: tag.color }} />
          {tag.name}
        </span>
      ))}
    </span>
  );
}

interface Shown {
  words: readonly string[];
  /** Which one stands beside the list; null: none. */
  openId: string | null;
  /** Shows it beside the list; null where there is no room: its link leads to the inbox. */
  onPreview: ((id: string) => void) | null;
}

function VisitorLink({ conversation, words, openId, onPreview }: Shown & { conversation: Conversation }) {
  const t = useTexts();
  const { id, visitorId } = conversation;
  const visitor = useVisitor(visitorId);
  const open = (event: MouseEvent) => {
    // With a key it is opened in another tab, as any link.
    if (!onPreview || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onPreview(id);
  };
  return (
    <Link
      href={`/inbox/closed/${id}`}
      data-found={id}
      aria-current={id === openId ? "true" : undefined}
      onClick={open}
    >
      <bdi>
        <Marked text={visitorName(visitor, visitorId, t("visitor.anonymous"))} words={words} />
      </bdi>
    </Link>
  );
}

function Row({ conversation, ...shown }: Shown & { conversation: Conversation }) {
  const t = useTexts();
  const agentName = useAgentName();
  const groupName = useGroupName();
  const { id, status, lastMessage, updatedAt, assignedAgentId, groupId } = conversation;
  const rated = ratedAs(conversation);
  const took = durationOf(conversation);
  return (
    <tr className={id === shown.openId ? "is-open" : ""}>
      <td>
        <VisitorLink conversation={conversation} {...shown} />
      </td>
      <td className="words" dir="auto">
        {lastMessage ? <Marked text={lastMessage.text} words={shown.words} /> : t("row.noMessage")}
      </td>
      <td>{t(`conversation.status.${status}`)}</td>
      <td className="spare">{groupName(groupId)}</td>
      <td className="spare">{agentName(assignedAgentId)}</td>
      <td className="spare">
        <TagChips tagIds={conversation.tagIds} />
      </td>
      <td className="spare number">{took === null ? "" : t.duration(took)}</td>
      <td className="spare">{rated && t(`archive.rated.${rated}`)}</td>
      <td className="number">{t.dateTime(updatedAt)}</td>
    </tr>
  );
}

const COLUMNS = [
  "visitor",
  "words",
  "status",
  "group",
  "agent",
  "tag",
  "duration",
  "rated",
  "updated",
] as const;
/** What makes room for a preview. */
const SPARE: ReadonlySet<string> = new Set(["group", "agent", "tag", "duration", "rated"]);

/** What was found, a conversation a row. */
export function FoundTable({ items, ...shown }: Shown & { items: readonly Conversation[] }) {
  const t = useTexts();
  return (
    <div className="panel table-scroll">
      <table className="table archive-table">
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={SPARE.has(column) ? "spare" : ""}>
                {t(`archive.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((conversation) => (
            <Row key={conversation.id} conversation={conversation} {...shown} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
