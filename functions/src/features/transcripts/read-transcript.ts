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
import { languageFor, wordsIn } from "./words.ts";

/** So that one call has an end: longer conversations are cut, and the transcript says so. */
const MAX_EVENTS = 2_000;

export interface TranscriptLine {
  readonly at: string;
  readonly author: string;
  readonly text: string;
  readonly isVisitors: boolean;
}

export interface Transcript {
  readonly language: string;
  readonly title: string;
  readonly lines: readonly TranscriptLine[];
  /** Said at the end when not all is there. */
  readonly cut: string | null;
}

export type TranscriptFormat = "text" | "html";

/** What people wrote: neither private notes nor what the system says. */
function isTold({ visibility, type, authorType }: Event): boolean {
  return visibility === "all" && type !== "system" && authorType !== "system";
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

function textOf({ text, files }: Event, word: string): string {
  return [text, ...files.map(({ name }) => `${word}: ${name}`)].filter((line) => line !== "").join("\n");
}

/**
 * A conversation as a document in its visitor's language: what people wrote, without notes. Times are in the company's
 * time zone.
 * @throws ChatError as `findConversation`.
 */
export async function readTranscript(
  id: string,
  { format, caller }: { format: TranscriptFormat; caller: Caller },
  ctx: Context,
): Promise<{ contentType: string; text: string; fileName: string }> {
  const conversation = await findConversation(id, caller, ctx);
  const query = conversationEventsQuery(ctx.db, id).where("visibility", "==", "all");
  const [visitor, company, found] = await Promise.all([
    visitors.get(ctx.db, conversation.visitorId),
    settings.get(ctx.db, COMPANY),
    events.find(query.limit(MAX_EVENTS + 1)),
  ]);
  const language = languageFor(localesFor(visitor?.locale ?? undefined, company?.defaultLocale ?? "en"));
  const words = wordsIn(language);
  const told = found.slice(0, MAX_EVENTS).filter(isTold);
  const names = await namesOf(told, ctx);
  const time = new Intl.DateTimeFormat(language, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: company?.timeZone ?? "UTC",
  });
  const lines = told.map((event) => ({
    at: time.format(new Date(event.createdAt)),
    author:
      event.authorType === "visitor"
        ? (visitor?.name ?? words.visitor)
        : (names.get(event.authorId ?? "") ?? words.agent),
    text: textOf(event, words.file),
    isVisitors: event.authorType === "visitor",
  }));
  const transcript = {
    language,
    title: words.title,
    lines,
    cut: found.length > MAX_EVENTS ? words.cut : null,
  };
  return format === "html"
    ? { contentType: "text/html; charset=utf-8", text: await asHtml(transcript), fileName: `${id}.html` }
    : { contentType: "text/plain; charset=utf-8", text: asText(transcript), fileName: `${id}.txt` };
}
