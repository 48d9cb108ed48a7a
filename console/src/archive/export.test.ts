import type { Visitor } from "@livechat/chat-client";
import type { Conversation } from "@livechat/contract";
import { expect, it } from "vitest";
import { conversation } from "../../../chat-client/test/fakes.ts";
import type { Call } from "../client/call.ts";
import { en } from "../texts/en.ts";
import { textsOf } from "../texts/texts.ts";
import { EXPORT_LIMITS, exportFound } from "./export.ts";
import "./texts.ts";
import type { Search } from "./search.ts";

const names = {
  agent: (id: string | null) => (id === "anna" ? "Anna" : null),
  group: () => "Support",
  tag: (id: string) => ({ t1: "Late", t2: "Paid" })[id] ?? null,
};
const t = textsOf("en", en);
const ALL: Search = { filter: {}, words: [] };

const chat = (id: string, facts: Partial<Conversation> = {}) =>
  conversation({ id, visitorId: "vera", ...facts } as Parameters<typeof conversation>[0]) as Conversation;

/** An API with these chats in pages of a hundred, and visitors of whom one may not be seen. */
function world(chats: readonly Conversation[]) {
  const asked: string[] = [];
  let listeners = 0;
  const call = (async (_name: string, { query }: { query: { pageToken?: string; hasFiles?: string } }) => {
    asked.push(query.pageToken ?? "first");
    const start = Number(query.pageToken ?? 0);
    const next = start + 100 < chats.length ? String(start + 100) : null;
    return { items: chats.slice(start, start + 100), nextPageToken: next };
  }) as unknown as Call;
  const client = {
    watchVisitor(id: string, observer: { next(visitor: Visitor | null): void; failed(): void }) {
      listeners += 1;
      if (id === "hidden") observer.failed();
      else observer.next({ id, name: '=HYPERLINK("x")', email: "vera@example.com" } as unknown as Visitor);
      return () => {
        listeners -= 1;
      };
    },
  } as unknown as Parameters<typeof exportFound>[1]["client"];
  return { deps: { call, client, names, t }, asked, listening: () => listeners };
}

const linesOf = (csv: string) => csv.trimEnd().split("\r\n");

it("writes what was found with names for ids, and nothing that a spreadsheet would calculate", async () => {
  const found = chat("c1", {
    subject: "+1",
    tagIds: ["t1", "t2", "gone"],
    lastMessage: { text: 'Say "hi",\nplease', authorType: "visitor", createdAt: "2026-03-02T09:00:00.000Z" },
    rating: { scale: "five", score: 2, comment: null, ratedAt: "2026-03-02T09:00:00.000Z" },
    closedAt: "2026-03-02T09:10:05.000Z",
  });
  const { deps } = world([found, chat("c2", { visitorId: "hidden", assignedAgentId: null })]);
  const { csv, rows, isCut } = await exportFound({ search: ALL, items: [] }, deps);
  const at = "2026-03-02T09:00:00.000Z";
  expect(csv).toContain(
    `c1,"'=HYPERLINK(""x"")",vera@example.com,'+1,"Say ""hi"",\nplease",Active,Support,Anna,`,
  );
  expect(csv).toContain(`"Late, Paid",2 of 5,${at},,2026-03-02T09:10:05.000Z,605,${at}\r\n`);
  expect(linesOf(csv).at(-1)).toBe(`c2,,,,,Active,Support,,,,${at},,,,${at}`);
  expect([rows, isCut]).toEqual([2, false]);
});

it("reads every page, to the end or to as many rows as a file holds, and leaves no listener", async () => {
  const many = Array.from({ length: EXPORT_LIMITS.ROWS + 1 }, (_, at) =>
    chat(`c${at}`, { visitorId: `v${at % 40}` }),
  );
  const all = world(many.slice(0, 250));
  expect(await exportFound({ search: ALL, items: [] }, all.deps)).toMatchObject({ rows: 250, isCut: false });
  expect(all.asked).toEqual(["first", "100", "200"]);
  await Promise.resolve();
  expect(all.listening()).toBe(0);
  const cut = world(many);
  expect(await exportFound({ search: ALL, items: [] }, cut.deps)).toMatchObject({
    rows: EXPORT_LIMITS.ROWS,
    isCut: true,
  });
  expect(cut.asked).toHaveLength(EXPORT_LIMITS.ROWS / 100);
});

it("asks for nothing again where words were looked for", async () => {
  const { deps, asked } = world([]);
  const search = { filter: {}, words: ["lamp"] };
  expect((await exportFound({ search, items: [chat("c1")] }, deps)).rows).toBe(1);
  expect(asked).toEqual([]);
});
