import type { Conversation, Visitor } from "@livechat/contract";
import { expect, it } from "vitest";
import type { Call } from "../client/call.ts";
import type { Filter } from "./filter.ts";
import { findConversations, SEARCH_LIMITS } from "./find.ts";

interface Stored {
  id: string;
  visitorId: string;
  text: string;
  at: number;
  status?: string;
  rating?: Conversation["rating"];
  hasFiles?: boolean;
}

const conversationOf = ({
  id,
  visitorId,
  text,
  at,
  status = "closed",
  rating = null,
  hasFiles = false,
}: Stored) =>
  ({
    id,
    rating,
    hasFiles,
    visitorId,
    status,
    lastMessage: { text },
    subject: null,
    metadata: {},
    tagIds: [],
    createdAt: new Date(at).toISOString(),
    updatedAt: new Date(at).toISOString(),
  }) as unknown as Conversation;

/** An API with these chats and visitors, in pages of two. */
function api(chats: readonly Stored[], visitors: readonly Partial<Visitor>[]) {
  const asked: string[] = [];
  const page = (items: readonly unknown[], query: { pageToken?: string }) => {
    const start = Number(query.pageToken ?? 0);
    const next = start + 2 < items.length ? String(start + 2) : null;
    return { items: items.slice(start, start + 2), nextPageToken: next };
  };
  const call = (async (name: string, { query }: { query: Record<string, string> }) => {
    asked.push(name);
    if (name === "listVisitors") {
      return page(
        visitors.filter(({ email }) => !query.email || email === query.email),
        query,
      );
    }
    const wanted = chats.filter(
      ({ visitorId, status = "closed" }) =>
        (!query.visitorId || visitorId === query.visitorId) && (!query.status || status === query.status),
    );
    return query.visitorId ? { items: wanted.map(conversationOf) } : page(wanted.map(conversationOf), query);
  }) as unknown as Call;
  return { call, asked };
}

const CHATS: Stored[] = [
  { id: "c1", visitorId: "v1", text: "Where is my lamp?", at: 4 },
  { id: "c2", visitorId: "v2", text: "Thanks", at: 3, status: "active" },
  { id: "c3", visitorId: "v2", text: "A LAMP is broken", at: 2 },
];
const VISITORS = [
  { id: "v1", name: "Vera", email: "vera@example.com" },
  { id: "v2", name: "Lámpe Otto", email: "otto@example.com" },
] as Partial<Visitor>[];
const idsOf = (found: readonly Conversation[]) => found.map(({ id }) => id);

it("finds words in what was said and in names, each chat once, the newest first", async () => {
  const { call } = api(CHATS, VISITORS);
  expect(idsOf(await findConversations(call, { filter: {}, words: ["lamp"] }))).toEqual(["c1", "c2", "c3"]);
  expect(idsOf(await findConversations(call, { filter: {}, words: ["otto"] }))).toEqual(["c2", "c3"]);
});

it("keeps to the filter with those of a visitor, too", async () => {
  const { call } = api(CHATS, VISITORS);
  const filter = { status: "closed" };
  expect(idsOf(await findConversations(call, { filter, words: ["otto"] }))).toEqual(["c3"]);
});

it("asks for an address itself, however many visitors there are", async () => {
  const many = Array.from({ length: 100 }, (_, at) => ({
    id: `x${at}`,
    name: "X",
    email: `x${at}@example.com`,
  }));
  const { call, asked } = api(CHATS, [...many, ...VISITORS] as Partial<Visitor>[]);
  const found = await findConversations(call, { filter: {}, words: ["otto@example.com"] });
  expect(idsOf(found)).toEqual(["c2", "c3"]);
  expect(asked.filter((name) => name === "listVisitors")).toHaveLength(1);
});

it("reads no more pages than it says", async () => {
  const many = Array.from({ length: 100 }, (_, at) => ({ id: `x${at}`, name: "X", email: null }));
  const { call, asked } = api(CHATS, many as Partial<Visitor>[]);
  await findConversations(call, { filter: {}, words: ["nothing"] });
  expect(asked.filter((name) => name === "listVisitors")).toHaveLength(SEARCH_LIMITS.PAGES);
});

it("finds by what visitors thought, with words and without", async () => {
  const rated = (scale: "thumbs" | "five", score: number) => ({ scale, score, comment: null, ratedAt: "" });
  const chats = [
    { ...(CHATS[0] as Stored), rating: rated("five", 5) },
    { ...(CHATS[1] as Stored), rating: rated("thumbs", 0) },
    { ...(CHATS[2] as Stored), rating: rated("five", 2) },
    { id: "c4", visitorId: "v1", text: "So so", at: 1, rating: rated("five", 3) },
  ];
  const find = async (filter: Filter, ...words: string[]) =>
    idsOf(await findConversations(api(chats, VISITORS).call, { filter, words }));
  expect(await find({ rated: "bad" })).toEqual(["c2", "c3"]);
  expect(await find({ rated: "bad" }, "lamp")).toEqual(["c2", "c3"]);
  expect(await find({ rated: "good" }, "vera")).toEqual(["c1"]);
});

it("keeps to chats with files among those of a visitor", async () => {
  const chats = [{ ...(CHATS[1] as Stored), hasFiles: true }, CHATS[2] as Stored];
  const { call } = api(chats, VISITORS);
  expect(idsOf(await findConversations(call, { filter: { has: "file" }, words: ["otto"] }))).toEqual(["c2"]);
});
