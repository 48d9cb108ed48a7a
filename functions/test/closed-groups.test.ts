import { type endpoints as Endpoints, endpoints, type Session } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { z } from "zod";
import { sweep } from "../src/maintenance/sweep.ts";
import { conversations } from "../src/store/conversations.ts";
import { deliverAll } from "./deliver.ts";
import { type Backend, startBackend } from "./harness.ts";

/** Support keeps 08:00 to 18:00 in Zurich on weekdays. This is a Monday in winter: 18:00 there is 17:00 UTC. */
const JUST_BEFORE_CLOSING = "2026-11-30T16:59:59.999Z";
const CLOSING = "2026-11-30T17:00:00.000Z";
const OPENING = "2026-12-01T07:00:00.000Z";

let backend: Backend;
let admin: string;
let sales: string;
let support: string;
let scheduleId: string;

beforeEach(async () => {
  backend = await startBackend();
  setClock("2026-11-30T16:00:00Z");
  admin = (await backend.people.agent("Ada", { role: "admin", status: "offline" })).token;
  const weekly = [1, 2, 3, 4, 5].map((day) => ({ day, intervals: [{ start: "08:00", end: "18:00" }] }));
  const body = { name: "Office", timeZone: "Europe/Zurich", weekly };
  scheduleId = (await backend.call(endpoints.createSchedule, { as: admin, body })).body.id;
  sales = await backend.people.group("Sales", { isDefault: true });
  support = await backend.people.group("Support", { scheduleId });
});

afterEach(() => backend.stop());

function setClock(at: string): void {
  backend.clock.advance((Date.parse(at) - backend.clock.now().getTime()) / 1000);
}

type Change = z.input<typeof Endpoints.updateGroup.body>;
const change = async (id: string, body: Change) =>
  (await backend.call(endpoints.updateGroup, { as: admin, params: { id }, body })).body;
const inSupport = (message = "Hello") => backend.startSession({ groupId: support, message });

async function stored({ conversationId }: Pick<Session, "conversationId">) {
  const conversation = await conversations.get(backend.ctx.db, conversationId);
  if (!conversation) throw new Error("No such conversation.");
  return conversation;
}

const decisionOn = async ({ conversationId: id }: Session) =>
  (await backend.call(endpoints.getAssignment, { as: admin, params: { id } })).body.decision;

describe("a group that closes at 18:00", () => {
  it("takes a chat at 17:59:59 and none at 18:00", async () => {
    const anna = await backend.people.agent("Anna", { groupIds: [support] });
    setClock(JUST_BEFORE_CLOSING);
    const early = await inSupport();
    await deliverAll(backend);
    expect(await stored(early)).toMatchObject({ assignedAgentId: anna.id, channel: "chat" });
    setClock(CLOSING);
    const late = await inSupport();
    await deliverAll(backend);
    expect(await stored(late)).toMatchObject({
      status: "pending",
      assignedAgentId: null,
      groupId: support,
      channel: "offline",
    });
    expect((await decisionOn(late))?.reason).toBe("The group is closed.");
  });

  it("routes a chat that came before and is looked at after it only when it opens", async () => {
    await backend.people.agent("Anna", { groupIds: [support] });
    setClock(JUST_BEFORE_CLOSING);
    const session = await inSupport();
    setClock(CLOSING);
    await deliverAll(backend);
    expect((await stored(session)).status).toBe("pending");
    setClock(OPENING);
    await deliverAll(backend);
    expect((await stored(session)).status).toBe("active");
  });

  it("lets chats that agents have go on, and lets an agent claim by hand", async () => {
    const anna = await backend.people.agent("Anna", { groupIds: [support] });
    setClock(JUST_BEFORE_CLOSING);
    const session = await inSupport();
    await deliverAll(backend);
    setClock(CLOSING);
    const params = { id: session.threadId };
    const text = "Still there?";
    const sent = await backend.call(endpoints.addEvent, { as: session.sessionToken, params, body: { text } });
    expect(sent.status).toBe(201);
    expect((await stored(session)).assignedAgentId).toBe(anna.id);
    const late = await inSupport();
    const claim = { as: anna.token, params: { id: late.conversationId }, body: { agentId: anna.id } };
    expect((await backend.call(endpoints.assignConversation, claim)).body.status).toBe("active");
  });

  it("stores a visitor's message that would reopen a chat as an offline message", async () => {
    await backend.people.agent("Anna", { groupIds: [support] });
    setClock(JUST_BEFORE_CLOSING);
    const session = await inSupport();
    await deliverAll(backend);
    await backend.call(endpoints.closeConversation, { as: admin, params: { id: session.conversationId } });
    setClock(CLOSING);
    const params = { id: session.threadId };
    await backend.call(endpoints.addEvent, { as: session.sessionToken, params, body: { text: "One more" } });
    await deliverAll(backend);
    expect(await stored(session)).toMatchObject({ status: "pending", channel: "offline" });
  });
});

describe("whenClosed", () => {
  beforeEach(() => setClock(CLOSING));

  it("queue: the chat waits, and is routed at the opening", async () => {
    const anna = await backend.people.agent("Anna", { groupIds: [support] });
    await change(support, { whenClosed: "queue" });
    const session = await inSupport();
    await deliverAll(backend);
    expect(await stored(session)).toMatchObject({ status: "pending", channel: "chat" });
    setClock(OPENING);
    await deliverAll(backend);
    expect((await stored(session)).assignedAgentId).toBe(anna.id);
  });

  it("another group: the chat waits there", async () => {
    const ben = await backend.people.agent("Ben", { groupIds: [sales] });
    await change(support, { whenClosed: { groupId: sales } });
    const session = await inSupport();
    await deliverAll(backend);
    expect(await stored(session)).toMatchObject({ groupId: sales, assignedAgentId: ben.id, channel: "chat" });
  });

  it("another group that is closed too and names the first: an offline message of the last", async () => {
    await change(support, { whenClosed: { groupId: sales } });
    await change(sales, { scheduleId, whenClosed: { groupId: support } });
    expect(await stored(await inSupport())).toMatchObject({ groupId: sales, channel: "offline" });
  });

  it("another group that was deleted: an offline message of the one that names it", async () => {
    const other = await backend.people.group("Other");
    await change(support, { whenClosed: { groupId: other } });
    await backend.call(endpoints.deleteGroup, { as: admin, params: { id: other } });
    expect(await stored(await inSupport())).toMatchObject({ groupId: support, channel: "offline" });
  });
});

describe("who waits when the group closes", () => {
  const threeWaiting = async () => {
    setClock("2026-11-30T16:30:00Z");
    const waiting: Session[] = [];
    for (const message of ["first", "second", "third"]) {
      waiting.push(await inSupport(message));
      backend.clock.advance(1);
    }
    await deliverAll(backend);
    setClock(CLOSING);
    return waiting;
  };
  const owners = (sessions: Session[]) =>
    Promise.all(sessions.map(async (session) => (await stored(session)).status));

  it("is first at the opening, in order, by the opening's own task", async () => {
    const waiting = await threeWaiting();
    const late = await inSupport("late");
    const anna = await backend.people.agent("Anna", { groupIds: [support], maxConcurrentChats: 2 });
    await backend.call(endpoints.updateAgent, {
      as: admin,
      params: { id: anna.id },
      body: { maxConcurrentChats: 3 },
    });
    await deliverAll(backend);
    expect(await owners(waiting)).toEqual(["pending", "pending", "pending"]);
    setClock(OPENING);
    await deliverAll(backend);
    expect(await owners([...waiting, late])).toEqual(["active", "active", "active", "pending"]);
  });

  it("is found by the sweep when the task was lost, and never before the opening", async () => {
    const waiting = await threeWaiting();
    await backend.people.agent("Anna", { groupIds: [support] });
    backend.tasks.take();
    await sweep(backend.ctx);
    expect(await owners(waiting)).toEqual(["pending", "pending", "pending"]);
    setClock(OPENING);
    await sweep(backend.ctx);
    expect(await owners(waiting)).toEqual(["active", "active", "active"]);
  });

  it("is routed at once when other hours say that the group is open", async () => {
    const waiting = await threeWaiting();
    await backend.people.agent("Anna", { groupIds: [support] });
    const weekly = [{ day: 1, intervals: [{ start: "08:00", end: "20:00" }] }];
    await backend.call(endpoints.updateSchedule, { as: admin, params: { id: scheduleId }, body: { weekly } });
    await deliverAll(backend);
    expect(await owners(waiting)).toEqual(["active", "active", "active"]);
  });
});

describe("deadlines while the group is closed", () => {
  const settings = { answerDeadlineSeconds: 3600, visitorInactivitySeconds: 3600 };

  async function assignedAtHalfPastFive() {
    const anna = await backend.people.agent("Anna", { groupIds: [support] });
    setClock("2026-11-30T16:30:00Z");
    const session = await inSupport();
    await deliverAll(backend);
    return { session, anna };
  }
  const answer = async (threadId: string, as: string) =>
    backend.call(endpoints.addEvent, { as, params: { id: threadId }, body: { text: "Hello" } });

  it("go by the clock unless the group says otherwise", async () => {
    await change(support, { settings });
    const { session } = await assignedAtHalfPastFive();
    setClock("2026-11-30T17:30:00Z");
    await deliverAll(backend);
    expect((await stored(session)).status).toBe("pending");
  });

  it.each(["tasks", "the sweep"])("pause where the group says so: the answer's, by %s", async (by) => {
    await change(support, { settings, pauseDeadlinesWhenClosed: true });
    const { session } = await assignedAtHalfPastFive();
    const look = async () => {
      if (by === "tasks") return deliverAll(backend);
      backend.tasks.take();
      await sweep(backend.ctx);
    };
    setClock("2026-11-30T17:30:00Z");
    await look();
    expect(await stored(session)).toMatchObject({
      status: "active",
      answerDueAt: "2026-12-01T07:30:00.000Z",
    });
    setClock("2026-12-01T07:29:59Z");
    await look();
    expect((await stored(session)).status).toBe("active");
    setClock("2026-12-01T07:30:00Z");
    await look();
    expect((await stored(session)).status).toBe("pending");
  });

  it("pause where the group says so: the visitor's silence", async () => {
    await change(support, { settings, pauseDeadlinesWhenClosed: true });
    const { session, anna } = await assignedAtHalfPastFive();
    const { activeThreadId } = await stored(session);
    await answer(activeThreadId ?? "", anna.token);
    setClock("2026-11-30T18:00:00Z");
    await deliverAll(backend);
    expect((await stored(session)).inactivityDueAt).toBe("2026-12-01T07:30:00.000Z");
    setClock("2026-12-01T07:30:00Z");
    await deliverAll(backend);
    expect((await stored(session)).status).toBe("closed");
  });
});
