import type { Conversation, ConversationStatus } from "@livechat/contract";
import { type FormEvent, useRef, useState } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { useCall } from "../client/call.ts";
import { useAgentName, useAgentState, useGroupName } from "../client/context.tsx";
import { visitorName } from "../client/name.ts";
import { useTags } from "../client/tags.ts";
import { useLoaded } from "../client/use-loaded.ts";
import { useVisitor } from "../client/visitors.ts";
import { SEARCHING } from "../keys/open.ts";
import { useKeys } from "../keys/use-keys.ts";
import { Icon } from "../look/icon.tsx";
import { Problem } from "../parts/problem.tsx";
import "../parts/form.css";
import { useTexts } from "../texts/use-texts.tsx";
import "./archive.css";
import "./texts.ts";
import { FILTERS, type Filter, filterFrom, queryOf, RATED, searchOf } from "./filter.ts";
import { findConversations, ratedAs, SEARCHED } from "./find.ts";
import { type Known, markedParts, parseSearch } from "./search.ts";

const STATUSES: readonly ConversationStatus[] = ["pending", "active", "snoozed", "closed"];

type Chosen = Exclude<keyof Filter, "q">;

interface SelectProps {
  name: Chosen;
  filter: Filter;
  options: readonly { id: string; name: string }[];
  onChange(name: Chosen, value: string): void;
}

function Select({ name, filter, options, onChange }: SelectProps) {
  const t = useTexts();
  return (
    <label>
      <span>{t(`archive.${name}`)}</span>
      <select
        className="field"
        value={filter[name] ?? ""}
        onChange={(event) => onChange(name, event.currentTarget.value)}
      >
        <option value="">{t("archive.any")}</option>
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Filters({ filter, change }: { filter: Filter; change(filter: Filter): void }) {
  const t = useTexts();
  const agents = useAgentState((state) => state.agents);
  const groups = useAgentState((state) => state.groups);
  const tags = useTags();
  const set = (name: keyof Filter, value: string) => {
    const { [name]: _former, ...others } = filter;
    change(value === "" ? others : { ...others, [name]: value });
  };
  const statuses = STATUSES.map((id) => ({ id, name: t(`conversation.status.${id}`) }));
  const ratings = RATED.map((id) => ({ id, name: t(`archive.rated.${id}`) }));
  const rest = { filter, onChange: set };
  return (
    <form className="filters" aria-label={t("archive.filters")} onSubmit={(event) => event.preventDefault()}>
      <Select name="status" options={statuses} {...rest} />
      <Select name="group" options={groups} {...rest} />
      <Select name="agent" options={agents} {...rest} />
      <Select name="tag" options={tags} {...rest} />
      <Select name="rated" options={ratings} {...rest} />
      {(["from", "to"] as const).map((name) => (
        <label key={name}>
          <span>{t(`archive.${name}`)}</span>
          <input
            className="field"
            type="date"
            value={filter[name] ?? ""}
            onChange={(event) => set(name, event.currentTarget.value)}
          />
        </label>
      ))}
      {FILTERS.some((name) => filter[name]) && (
        <button type="button" className="button" onClick={() => change({})}>
          {t("archive.clear")}
        </button>
      )}
    </form>
  );
}

interface SearchProps {
  typed: string;
  onSearch(typed: string): void;
}

function SearchField({ typed, onSearch }: SearchProps) {
  const t = useTexts();
  const field = useRef<HTMLInputElement>(null);
  // Others come by the keys for pages, which would be typed into a field that has the focus.
  const [comesToSearch] = useState(() => history.state === SEARCHING);
  useKeys({ search: () => field.current?.focus() });
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSearch(String(new FormData(event.currentTarget).get("q") ?? "").trim());
  };
  return (
    // Another key when it was changed from elsewhere: the field begins with what is searched.
    <search key={typed}>
      <form className="archive-search" onSubmit={search}>
        <input
          className="field"
          type="search"
          name="q"
          defaultValue={typed}
          aria-label={t("archive.search")}
          placeholder={t("archive.searchHint")}
          ref={field}
          // biome-ignore lint/a11y/noAutofocus: whoever came by the key for searching goes on typing.
          autoFocus={comesToSearch}
        />
        <button type="submit" className="button primary">
          <Icon name="search" />
          {t("archive.find")}
        </button>
      </form>
    </search>
  );
}

/** What is searched for, with the names of operators looked up. */
function useKnown(): Known {
  const agent = useAgentState((state) => state.agents);
  const group = useAgentState((state) => state.groups);
  return { agent, group, tag: useTags() };
}

/** A text in which what was searched for stands out. */
function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return markedParts(text, words).map(({ text: part, isFound }, at) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name.
    return isFound ? <mark key={at}>{part}</mark> : <span key={at}>{part}</span>;
  });
}

function Found({ conversation, words }: { conversation: Conversation; words: readonly string[] }) {
  const t = useTexts();
  const agentName = useAgentName();
  const groupName = useGroupName();
  const tags = useTags().filter(({ id }) => conversation.tagIds.includes(id));
  const { id, visitorId, status, lastMessage, updatedAt, assignedAgentId, groupId } = conversation;
  const visitor = useVisitor(visitorId);
  const rated = ratedAs(conversation);
  return (
    <tr>
      <td>
        <Link href={`/inbox/closed/${id}`}>
          <bdi>
            <Marked text={visitorName(visitor, visitorId, t("visitor.anonymous"))} words={words} />
          </bdi>
        </Link>
      </td>
      <td className="words" dir="auto">
        {lastMessage ? <Marked text={lastMessage.text} words={words} /> : t("row.noMessage")}
      </td>
      <td>{t(`conversation.status.${status}`)}</td>
      <td>{groupName(groupId)}</td>
      <td>{agentName(assignedAgentId)}</td>
      <td>
        <span className="chips-cell">
          {tags.map((tag) => (
            <span key={tag.id} className="chip">
              <span className="swatch" style={{ background: tag.color }} />
              {tag.name}
            </span>
          ))}
        </span>
      </td>
      <td>{rated && t(`archive.rated.${rated}`)}</td>
      <td className="number">{t.dateTime(updatedAt)}</td>
    </tr>
  );
}

const COLUMNS = ["visitor", "words", "status", "group", "agent", "tag", "rated", "updated"] as const;

/** Every conversation that one may see, found by words, status, group, agent, tag and time. */
export default function ArchivePage() {
  const t = useTexts();
  const call = useCall();
  const [, go] = useLocation();
  const search = useSearch();
  const filter = filterFrom(search);
  const [more, setMore] = useState<{ search: string; items: Conversation[]; next: string | null } | null>(
    null,
  );
  const known = useKnown();
  const first = useLoaded(search, async () => {
    const { filter: typed, words } = parseSearch(filter.q ?? "", known);
    const asked = { ...filter, ...typed };
    if (words.length === 0 && !asked.rated) return call("listConversations", { query: queryOf(asked) });
    return { items: await findConversations(call, { filter: asked, words }), nextPageToken: null };
  });
  const { words } = parseSearch(filter.q ?? "", known);
  const further = more?.search === search ? more : null;
  const items = [...(first.data?.items ?? []), ...(further?.items ?? [])];
  const next = further ? further.next : (first.data?.nextPageToken ?? null);
  const loadMore = async () => {
    if (!next) return;
    const page = await call("listConversations", { query: { ...queryOf(filter), pageToken: next } });
    setMore({ search, items: [...(further?.items ?? []), ...page.items], next: page.nextPageToken });
  };
  return (
    <>
      <header className="page-head">
        <h1>{t("places.archive")}</h1>
      </header>
      <SearchField
        typed={filter.q ?? ""}
        onSearch={(q) => {
          const { q: _former, ...others } = filter;
          go(`/archive${searchOf(q === "" ? others : { ...others, q })}`);
        }}
      />
      <Filters filter={filter} change={(next) => go(`/archive${searchOf(next)}`, { replace: true })} />
      <Problem text={first.problem?.message} />
      {filter.q && (
        <p className="quiet" role="status">
          {first.isLoading
            ? t("archive.searching")
            : t.count("archive.found", items.length, { most: t.number(SEARCHED) })}
        </p>
      )}
      {!first.isLoading && items.length === 0 && <p className="empty">{t("archive.nothing")}</p>}
      {items.length > 0 && (
        <div className="panel table-scroll">
          <table className="table archive-table">
            <thead>
              <tr>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col">
                    {t(`archive.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map((conversation) => (
                <Found key={conversation.id} conversation={conversation} words={words} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {next && (
        <p className="form-buttons more">
          <button type="button" className="button" onClick={() => void loadMore()}>
            {t("actions.more")}
          </button>
        </p>
      )}
    </>
  );
}
