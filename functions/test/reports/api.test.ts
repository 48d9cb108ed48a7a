import { endpoints, type ReportName } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { foldFacts } from "../../src/features/reports/fold-facts.ts";
import { rebuildRollups } from "../../src/features/reports/rebuild.ts";
import { type Backend, startBackend } from "../harness.ts";

interface Person {
  id: string;
  token: string;
}

let backend: Backend;
let admin: Person;
let anna: Person;
let sales: string;

beforeEach(async () => {
  backend = await startBackend();
  sales = await backend.people.group("Sales", { isDefault: true });
  admin = await backend.people.agent("Ada", { role: "admin", status: "offline" });
  anna = await backend.people.agent("Anna", { groupIds: [sales], maxConcurrentChats: 100 });
});

afterEach(() => backend.stop());

const fold = () => foldFacts(backend.ctx, { lagMillis: 0 });

interface Asked {
  as?: Person;
  [filter: string]: string | Person | undefined;
}

const DAY = { from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z", timezone: "UTC" };

async function read(name: ReportName, { as = admin, ...query }: Asked = {}) {
  const sent = { as: as.token, params: { name }, query: { ...DAY, ...query } };
  return (await backend.call(endpoints.getReport, sent)).body;
}

const assign = (id: string, agentId: string) =>
  backend.call(endpoints.assignConversation, { as: admin.token, params: { id }, body: { agentId } });
const say = (threadId: string, as: Person, text: string, more = {}) =>
  backend.call(endpoints.addEvent, { as: as.token, params: { id: threadId }, body: { text, ...more } });
const close = (id: string) => backend.call(endpoints.closeConversation, { as: admin.token, params: { id } });

async function countRows(): Promise<number> {
  const { from, to } = DAY;
  const sent = { as: admin.token, query: { from, to } };
  return (await backend.call(endpoints.listConversationRows, sent)).body.items.length;
}

/** Begun at 09:00:00, assigned after 20 s, answered after 60 s, closed after 10 min. */
async function answeredChat(words = "Hello") {
  const session = await backend.startSession({ message: words, visitor: { name: "Vera" } });
  backend.clock.advance(20);
  await assign(session.conversationId, anna.id);
  backend.clock.advance(40);
  await say(session.threadId, anna, "Hi!");
  backend.clock.advance(540);
  await close(session.conversationId);
  return session;
}

describe("a closed chat", () => {
  it("is in every report at once, and stays as it is when it is folded", async () => {
    await answeredChat();
    const [chats, first, queue] = await Promise.all([
      read("total_chats"),
      read("first_response_time"),
      read("queued_visitors"),
    ]);
    expect(chats).toMatchObject({ name: "total_chats", total: 1, records: { "2026-03-02": { total: 1 } } });
    expect(chats.request).toMatchObject({ timezone: "UTC", distribution: "day", groupId: null });
    expect(first.total).toMatchObject({ count: 1, first_response_time: 60, average: 60 });
    expect(queue.total).toMatchObject({ count: 1, queued: 1, average: 20 });
    expect(await fold()).toBe(2);
    expect(await fold()).toBe(0);
    expect(await read("total_chats")).toEqual(chats);
    expect(await read("first_response_time")).toEqual(first);
    expect(await read("queued_visitors")).toEqual(queue);
  });

  it("counts once more as a thread when it is reopened, and its first response stays what it was", async () => {
    const { conversationId, sessionToken, threadId } = await answeredChat();
    const before = await read("first_response_time");
    const params = { id: threadId };
    backend.clock.advance(3600);
    await backend.call(endpoints.addEvent, { as: sessionToken, params, body: { text: "One more thing" } });
    await assign(conversationId, anna.id);
    backend.clock.advance(500);
    await close(conversationId);
    await fold();
    expect(await read("first_response_time")).toEqual(before);
    expect((await read("overview")).total).toMatchObject({ total: 1, threads: 2, closed: 2, missed: 1 });
  });

  it("is abandoned when nobody had it, and short within ten seconds", async () => {
    for (const seconds of [240, 9]) {
      const { conversationId } = await backend.startSession();
      backend.clock.advance(seconds);
      await close(conversationId);
    }
    const { total } = await read("queued_visitors_left");
    expect(total).toMatchObject({ count: 2, short: 1, average: 124.5 });
    const { min, max } = total as { min: number; max: number };
    expect([Math.round(min), Math.round(max / 100)]).toEqual([9, 2]);
    expect((await read("overview")).total).toMatchObject({ abandoned: 2, abandoned_short: 1, answered: 0 });
  });

  it("is left out while it is spam", async () => {
    const { conversationId: id } = await answeredChat();
    await answeredChat();
    await fold();
    const [two, rows] = [await read("overview"), await countRows()];
    const call = { as: admin.token, params: { id } };
    await backend.call(endpoints.markSpam, call);
    expect((await read("overview")).total).toMatchObject({ total: 1, closed: 1, answered: 1 });
    expect(await countRows()).toBe(rows - 1);
    await fold();
    const without = await read("overview");
    expect(without.total).toMatchObject({ total: 1, first_response_time: { count: 1 } });
    await rebuildRollups({ from: "2026-03-01", to: "2026-03-03" }, backend.ctx);
    expect(await read("overview")).toEqual(without);
    await backend.call(endpoints.unmarkSpam, call);
    await fold();
    expect(await read("overview")).toEqual(two);
    expect(await countRows()).toBe(rows);
  });

  it("is none when nobody wrote in it", async () => {
    const session = await backend.startSession({});
    await close(session.conversationId);
    expect((await read("overview")).total).toMatchObject({ total: 0, closed: 0 });
  });

  it("costs no more reads than before, and as many writes", async () => {
    const session = await backend.startSession({ message: "Hello" });
    await assign(session.conversationId, anna.id);
    const cost = async (act: () => Promise<unknown>) => {
      backend.emulator.meter.reset(backend.projectId);
      await act();
      const { documentReads, documentWrites } = backend.emulator.meter.usage(backend.projectId);
      return { documentReads, documentWrites };
    };
    expect(await cost(() => say(session.threadId, anna, "Hi!"))).toEqual({
      documentReads: 2,
      documentWrites: 2,
    });
    expect((await cost(() => close(session.conversationId))).documentWrites).toBe(CLOSE_WRITES);
  });
});

/** Agent, session, event, thread, conversation, and two facts where two counters were. */
const CLOSE_WRITES = 7;

describe("reports", () => {
  it("are 404 when there is none of the name", async () => {
    const sent = { as: admin.token, params: { name: "horoscope" } };
    expect((await backend.call(endpoints.getReport, sent)).error.type).toBe("not_found");
  });

  it.each([
    [{ timezone: "Mars/Olympus" }, "timezone"],
    [{ from: "2026-03-03T00:00:00Z", to: "2026-03-02T00:00:00Z" }, "from"],
    [{ from: "2020-03-03T00:00:00Z", to: "2026-03-02T00:00:00Z" }, "from"],
    [{ distribution: "year" }, "distribution"],
  ])("refuse %o", async (query, path) => {
    const sent = { as: admin.token, params: { name: "total_chats" }, query: query as never };
    const { error } = await backend.call(endpoints.getReport, sent);
    expect(error.details?.map((detail) => detail.path)).toContain(path);
  });

  it("show agents their own numbers, and nobody else's", async () => {
    const ben = await backend.people.agent("Ben", { groupIds: [sales] });
    await answeredChat();
    expect((await read("total_chats", { as: anna })).total).toBe(1);
    expect((await read("total_chats", { as: ben })).total).toBe(0);
    const query = { ...DAY, agentId: anna.id };
    const sent = { as: ben.token, params: { name: "total_chats" }, query };
    expect((await backend.call(endpoints.getReport, sent)).error.type).toBe("authorization");
    const { from, to } = DAY;
    const rows = await backend.call(endpoints.listConversationRows, { as: ben.token, query: { from, to } });
    expect(rows.body.items).toEqual([]);
  });

  it("put a chat on the day of the zone, also where it differs by half and quarter hours", async () => {
    // 18:20 UTC is 23:50 in Kolkata and 00:05 of the next day in Kathmandu.
    backend.clock.advance(9 * 3600 + 20 * 60);
    admin.token = await backend.people.signIn(admin.id);
    anna.token = await backend.people.signIn(anna.id);
    await answeredChat();
    const from = "2026-03-01T00:00:00Z";
    const to = "2026-03-04T00:00:00Z";
    const dayIn = async (timezone: string) => {
      const { records } = await read("total_chats", { timezone, from, to });
      return Object.entries(records).flatMap(([day, row]) => (row.total === 1 ? [day] : []));
    };
    expect(await dayIn("Asia/Kolkata")).toEqual(["2026-03-02"]);
    expect(await dayIn("Asia/Kathmandu")).toEqual(["2026-03-03"]);
    await fold();
    expect(await dayIn("Asia/Kathmandu")).toEqual(["2026-03-03"]);
  });

  it("go by group and by tag", async () => {
    const support = await backend.people.group("Support");
    const { body: tag } = await backend.call(endpoints.createTag, {
      as: admin.token,
      body: { name: "billing", color: "#1A73E8" },
    });
    const session = await backend.startSession({ message: "My invoice?" });
    const params = { id: session.conversationId, tagId: tag.id };
    await backend.call(endpoints.addConversationTag, { as: admin.token, params });
    backend.clock.advance(60);
    await close(session.conversationId);
    await answeredChat();
    await fold();
    expect((await read("total_chats", { groupId: sales })).total).toBe(2);
    expect((await read("total_chats", { groupId: support })).total).toBe(0);
    expect((await read("total_chats", { tagId: tag.id })).total).toBe(1);
    expect((await read("total_chats", { tagId: tag.id, groupId: support })).total).toBe(0);
    expect((await read("total_chats", { tagId: tag.id, agentId: anna.id })).total).toBe(0);
    expect((await read("tags")).total).toEqual({ billing: 1 });
    expect((await read("groups")).records).toMatchObject({
      [sales]: { name: "Sales", total: 2 },
      [support]: { name: "Support", total: 0 },
    });
  });

  it("count a rating for whoever was asked about, and a change of it once", async () => {
    const { conversationId, sessionToken } = await answeredChat();
    const rate = (score: number) =>
      backend.call(endpoints.rateConversation, {
        as: sessionToken,
        params: { id: conversationId },
        body: { score, comment: "=1+1" },
      });
    await rate(0);
    await fold();
    expect((await read("ratings")).total).toMatchObject({ asked: 1, good: 0, bad: 1, satisfaction: 0 });
    await rate(1);
    expect((await read("ratings", { agentId: anna.id })).total).toMatchObject({ good: 1, bad: 0 });
    await fold();
    expect((await read("ratings")).total).toMatchObject({
      good: 1,
      bad: 0,
      satisfaction: 1,
      response_rate: 1,
    });
  });

  it("say how long agents accepted chats, and how busy they were", async () => {
    const goes = (status: "online" | "offline") =>
      backend.call(endpoints.updateAgent, { as: anna.token, params: { id: anna.id }, body: { status } });
    await goes("offline");
    await goes("online");
    await answeredChat();
    await backend.startSession().then(({ conversationId }) => assign(conversationId, anna.id));
    backend.clock.advance(560);
    const midday = { to: "2026-03-02T12:00:00Z" };
    const performance = (await read("agents_performance", midday)).records[anna.id];
    expect(performance).toMatchObject({
      chats_count: 1,
      accepting_chats_time: 1160,
      chatting_time: 1140,
      concurrency: 1,
    });
    await goes("offline");
    await fold();
    expect((await read("agents_availability")).total).toBeCloseTo(1160 / 3600, 3);
    expect((await read("agents_performance")).records[anna.id]).toMatchObject({ accepting_chats_time: 1160 });
  });
});

describe("business hours", () => {
  it("measure each duration a second time, by the schedule as it was, whatever becomes of it", async () => {
    const hours = (end: string) => ({
      timeZone: "UTC",
      weekly: [{ day: 1, intervals: [{ start: "09:00", end }] }],
      exceptions: [],
    });
    const schedule = await backend.call(endpoints.createSchedule, {
      as: admin.token,
      body: { name: "Mornings", ...hours("09:01") },
    });
    const { id } = schedule.body;
    const params = { id: sales };
    const body = { scheduleId: id, whenClosed: "queue" } as const;
    await backend.call(endpoints.updateGroup, { as: admin.token, params, body });
    await answeredChat();
    const before = await read("overview");
    expect(before.total).toMatchObject({
      first_response_time: { average: 60, business: { average: 60 } },
      duration: { average: 600, business: { average: 60 } },
      handling_time: { average: 540, business: { average: 0 } },
    });
    const edited = { as: admin.token, params: { id }, body: hours("18:00") };
    await backend.call(endpoints.updateSchedule, edited);
    expect(await read("overview")).toEqual(before);
    await fold();
    await rebuildRollups({ from: "2026-03-02", to: "2026-03-02" }, backend.ctx);
    expect(await read("overview")).toEqual(before);
  });
});

describe("the rows of chats", () => {
  const fetchRows = async (query: string) => {
    const range = new URLSearchParams(DAY as Record<string, string>);
    range.delete("timezone");
    const response = await backend.fetch(`/v1/reports/conversations?${range}&${query}`, {
      headers: { Authorization: `Bearer ${admin.token}` },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { type: response.headers.get("content-type"), text: bytes.toString("utf8") };
  };

  it("are the same as JSON and as CSV, and as many as the report counts", async () => {
    for (const words of ["One", "Two"]) await answeredChat(words);
    const { items } = JSON.parse((await fetchRows("format=json")).text);
    const csv = await fetchRows("format=csv");
    expect(csv.type).toBe("text/csv; charset=utf-8");
    const [head = "", ...lines] = csv.text.trim().split("\r\n");
    const columns = head.split(",");
    expect(columns.slice(0, 5)).toEqual(["id", "started", "ended", "group", "agents"]);
    const cells = lines.map((line) =>
      Object.fromEntries(line.split(",").map((cell, i) => [columns[i], cell])),
    );
    const shown = items.map((item: Record<string, unknown>) =>
      Object.fromEntries(columns.map((column) => [column, String(item[column] ?? "")])),
    );
    expect(cells).toEqual(shown);
    expect(items).toHaveLength((await read("total_chats")).total as number);
    expect(items[0]).toMatchObject({ first_response: 60, average_response: 60, queue: 20, duration: 600 });
  });

  it("defuse what a spreadsheet would take for a formula, and begin with a mark where asked", async () => {
    const { conversationId, sessionToken } = await answeredChat();
    await backend.call(endpoints.rateConversation, {
      as: sessionToken,
      params: { id: conversationId },
      body: { score: 1, comment: "=HYPERLINK(1)" },
    });
    const { text } = await fetchRows("format=csv&bom=true");
    expect(text.codePointAt(0)).toBe(0xfeff);
    expect(text).toContain(",'=HYPERLINK(1),");
    expect((await fetchRows("format=csv")).text.startsWith("id,")).toBe(true);
  });

  it("are those of an outcome or a rating", async () => {
    await answeredChat();
    const count = async (query: string) => JSON.parse((await fetchRows(query)).text).items.length;
    expect(await count("outcome=answered")).toBe(1);
    expect(await count("outcome=abandoned")).toBe(0);
    expect(await count("rating=good")).toBe(0);
    expect(await count(`by=started&agentId=${anna.id}`)).toBe(1);
  });
});

describe("the live report", () => {
  it("says who waits and who is there", async () => {
    await backend.startSession();
    backend.clock.advance(42);
    const live = (await backend.call(endpoints.getLiveReport, { as: admin.token })).body;
    expect(live).toMatchObject({
      waiting: 1,
      longest_wait_seconds: 42,
      online: 1,
      accepting: 1,
      capacity: 100,
    });
    expect(live.groups).toEqual([{ id: sales, name: "Sales", waiting: 1, longest_wait_seconds: 42 }]);
    const own = (await backend.call(endpoints.getLiveReport, { as: anna.token })).body;
    expect(own.agents.map(({ id }) => id)).toEqual([anna.id]);
  });

  it("says how many had their first answer within the group's deadline today, in the company's zone", async () => {
    const answered = async (as = admin) =>
      (await backend.call(endpoints.getLiveReport, { as: as.token })).body.answered_today;
    const deadline = async (answerDeadlineSeconds: number | null) => {
      const params = { id: sales };
      const body = { settings: { answerDeadlineSeconds } };
      expect((await backend.call(endpoints.updateGroup, { as: admin.token, params, body })).status).toBe(200);
    };
    expect(await answered()).toBeNull();
    await deadline(90);
    await answeredChat();
    expect(await answered()).toEqual({ in_time: 1, total: 1 });
    await fold();
    await answeredChat();
    backend.clock.advance(61);
    expect(await answered()).toEqual({ in_time: 2, total: 2 });
    expect(await answered(anna)).toEqual({ in_time: 2, total: 2 });
    const ben = await backend.people.agent("Ben", { groupIds: [sales] });
    expect(await answered(ben)).toEqual({ in_time: 0, total: 0 });
    await deadline(30);
    expect(await answered()).toEqual({ in_time: 0, total: 2 });
    await deadline(null);
    expect(await answered()).toBeNull();
    await deadline(90);
    backend.clock.advance(16 * 3_600);
    const tomorrow = { id: admin.id, token: await backend.people.signIn(admin.id) };
    expect(await answered(tomorrow)).toEqual({ in_time: 0, total: 0 });
  });
});
