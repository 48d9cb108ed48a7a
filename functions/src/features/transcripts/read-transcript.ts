import { describe, repeats, systemTextsFor } from "@livechat/chat-ui";
import { type Event, localesFor } from "@livechat/contract";
import type { Caller } from "../../auth/caller.ts";
import { findConversation } from "../../conversation/read-conversation.ts";
import type { Context } from "../../platform/context.ts";
import { agents } from "../../store/agents.ts";
import { conversationEventsQuery, events } from "../../store/events.ts";
import { COMPANY, settings } from "../../store/settings.ts";
import { visitors } from "../../store/visitors.ts";
import { asHtml } from "./as-html.ts";
import { asText } from "./as-text.ts";
import type { Transcript } from "./transcript.ts";
import { languageFor, wordsIn } from "./words.ts";

/** So that one call has an end: longer conversations are cut, and the transcript says so. */
const MAX_EVENTS = 2_000;

export type TranscriptFormat = "text" | "html";

interface TranscriptFile {
  contentType: string;
  text: string;
  fileName: string;
}

async function namesOf(list: readonly Event[], ctx: Context): Promise<Map<string, string>> {
  const ids = [
    ...new Set(
      list.flatMap(({ authorType, authorId }) => (authorType === "agent" && authorId ? [authorId] : [])),
    ),
  ];
  if (ids.length === 0) return new Map();
  const found = await ctx.db.getAll(...ids.map((id) => agents.ref(ctx.db, id)));
  return new Map(found.flatMap((one) => agents.parse(one) ?? []).map(({ id, name }) => [id, name]));
}

/** What an event says to the visitor. null: it is not told. */
function textOf(event: Event, { language, word }: { language: string; word: string }): string | null {
  if (event.type === "system") return describe(event, systemTextsFor(language), "visitor");
  const { text, files } = event;
  return [text, ...files.map(({ name }) => `${word}: ${name}`)].filter((line) => line !== "").join("\n");
}

/**
 * A conversation as a document in its visitor's language, as the visitor saw it: without notes. Times are in the company's
 * time zone.
 * @throws ChatError as `findConversation`.
 */
export async function readTranscript(
  id: string,
  { format, caller }: { format: TranscriptFormat; caller: Caller },
  ctx: Context,
): Promise<TranscriptFile> {
  const conversation = await findConversation(id, caller, ctx);
  const query = conversationEventsQuery(ctx.db, id).where("visibility", "==", "all");
  const [visitor, company, found] = await Promise.all([
    visitors.get(ctx.db, conversation.visitorId),
    settings.get(ctx.db, COMPANY),
    events.find(query.limit(MAX_EVENTS + 1)),
  ]);
  const language = languageFor(localesFor(visitor?.locale ?? undefined, company?.defaultLocale ?? "en"));
  const words = wordsIn(language);
  const all = found.slice(0, MAX_EVENTS);
  const names = await namesOf(all, ctx);
  const time = new Intl.DateTimeFormat(language, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: company?.timeZone ?? "UTC",
  });
  const authorOf = ({ authorType, authorId }: Event) => {
    if (authorType === "system") return "";
    if (authorType === "visitor") return visitor?.name ?? words.visitor;
    return names.get(authorId ?? "") ?? words.agent;
  };
  const told = all.filter((event, at) => !repeats(event, all[at - 1]));
  const lines = told.flatMap((event) => {
    const text = textOf(event, { language, word: words.file });
    const at = time.format(new Date(event.createdAt));
    return text === null ? [] : [{ at, author: authorOf(event), text }];
  });
  const cut = found.length > MAX_EVENTS ? words.cut : null;
  return asFile(id, format, { language, title: words.title, lines, cut });
}

async function asFile(id: string, format: TranscriptFormat, transcript: Transcript): Promise<TranscriptFile> {
  return format === "html"
    ? { contentType: "text/html; charset=utf-8", text: await asHtml(transcript), fileName: `${id}.html` }
    : { contentType: "text/plain; charset=utf-8", text: asText(transcript), fileName: `${id}.txt` };
}
