import { DEFAULT_GROUP_SETTINGS, endpoints, type Session } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { sweep } from "../../functions/src/maintenance/sweep.ts";
import { Fixture } from "./fixture.ts";

interface Person {
  id: string;
  token: string;
}

interface Setup {
  readonly fixture: Fixture;
  /** Not able to take anything until the event. */
  readonly anna: Person;
  /** Waits for somebody. */
  readonly waiting: Session;
}

interface Event {
  readonly what: string;
  /** What keeps Anna from taking the waiting conversation. */
  readonly anna?: Parameters<Fixture["agent"]>[1];
  /** Before the visitor comes who will wait. */
  readonly before?: (setup: Omit<Setup, "waiting">) => Promise<unknown>;
  /** Makes room for the waiting one. @returns the status of the answer. */
  readonly happens: (setup: Setup) => Promise<{ status: number }>;
}

const busy = { maxConcurrentChats: 1 } as const;

/** Fills Anna's only slot. */
async function fill({ fixture }: Omit<Setup, "waiting">): Promise<Session> {
  const session = await fixture.visitor();
  await fixture.settle();
  filled.set(fixture, session);
  return session;
}
const filled = new WeakMap<Fixture, Session>();

function sessionOf(fixture: Fixture): Session {
  const session = filled.get(fixture);
  if (!session) throw new Error("Anna's slot was filled before.");
  return session;
}

const events: Event[] = [
  {
    what: "a supervisor closes a conversation",
    anna: busy,
    before: fill,
    happens: ({ fixture }) => fixture.close(sessionOf(fixture)),
  },
  {
    what: "the visitor closes a conversation",
    anna: busy,
    before: fill,
    happens: ({ fixture }) => {
      const { conversationId: id, sessionToken: as } = sessionOf(fixture);
      return fixture.backend.call(endpoints.closeConversation, { params: { id }, as });
    },
  },
  {
    what: "a conversation is transferred to another agent",
    anna: busy,
    before: fill,
    happens: async ({ fixture }) => {
      const { id: agentId } = await fixture.agent("Ben", busy);
      const params = { id: sessionOf(fixture).conversationId };
      const body = { agentId };
      return fixture.backend.call(endpoints.transferConversation, { params, body, as: fixture.supervisor });
    },
  },
  {
    what: "a conversation is assigned to another agent",
    anna: busy,
    before: fill,
    happens: async ({ fixture }) => {
      const { id: agentId } = await fixture.agent("Ben", { ...busy, acceptingChats: false });
      const params = { id: sessionOf(fixture).conversationId };
      const body = { agentId, force: true };
      return fixture.backend.call(endpoints.assignConversation, { params, body, as: fixture.supervisor });
    },
  },
  {
    what: "a conversation is transferred to another group",
    anna: busy,
    before: fill,
    happens: async ({ fixture }) => {
      const groupId = await fixture.backend.people.group("Empty");
      const params = { id: sessionOf(fixture).conversationId };
      const body = { groupId };
      return fixture.backend.call(endpoints.transferConversation, { params, body, as: fixture.supervisor });
    },
  },
  {
    what: "an agent comes online",
    anna: { status: "away" },
    happens: ({ fixture, anna }) => fixture.update(anna.id, { status: "online" }),
  },
  {
    what: "an agent accepts conversations again",
    anna: { acceptingChats: false },
    happens: ({ fixture, anna }) => fixture.update(anna.id, { acceptingChats: true }),
  },
  {
    what: "a limit is raised",
    anna: busy,
    before: fill,
    happens: ({ fixture, anna }) => fixture.update(anna.id, { maxConcurrentChats: 2 }),
  },
  {
    what: "an agent is added to the group",
    anna: { groupIds: [] },
    happens: ({ fixture, anna }) =>
      fixture.backend.call(endpoints.addGroupAgents, {
        params: { id: fixture.groupId },
        body: { agentIds: [anna.id] },
        as: fixture.supervisor,
      }),
  },
  {
    what: "an agent is restored",
    before: ({ fixture, anna }) =>
      fixture.backend.call(endpoints.deleteAgent, { params: { id: anna.id }, as: fixture.supervisor }),
    happens: ({ fixture, anna }) =>
      fixture.backend.call(endpoints.restoreAgent, { params: { id: anna.id }, as: fixture.supervisor }),
  },
  {
    what: "an agent's console is back",
    before: async ({ fixture, anna }) => {
      await fixture.beat(anna, "desk");
      await fixture.beat(anna, "desk", true);
    },
    happens: ({ fixture, anna }) => fixture.beat(anna, "desk"),
  },
  {
    what: "an agent is no longer a supervisor of the group",
    before: ({ fixture, anna }) => prioritise(fixture, { [anna.id]: "supervisor" }),
    happens: ({ fixture }) => prioritise(fixture, {}),
  },
];

function prioritise(fixture: Fixture, priorities: Record<string, "supervisor">) {
  const params = { id: fixture.groupId };
  return fixture.backend.call(endpoints.updateGroup, {
    params,
    body: { settings: { priorities } },
    as: fixture.supervisor,
  });
}

async function setUp(event: Event): Promise<Setup> {
  const fixture = await Fixture.open();
  const anna = await fixture.agent("Anna", event.anna);
  await event.before?.({ fixture, anna });
  await fixture.settle();
  const waiting = await fixture.visitor();
  await fixture.settle();
  expect(await fixture.owner(waiting)).toBeNull();
  return { fixture, anna, waiting };
}

describe.each(events)("when $what", (event) => {
  it("whoever waits is assigned without any sweep", async () => {
    const setup = await setUp(event);
    expect((await event.happens(setup)).status).toBeLessThan(300);
    await setup.fixture.settle();
    expect(await setup.fixture.owner(setup.waiting)).toBe(setup.anna.id);
  });

  it("and no task can be enqueued, the answer is the same and the sweep assigns", async () => {
    const setup = await setUp(event);
    const { fixture, anna, waiting } = setup;
    fixture.backend.tasks.failure = new Error("Cloud Tasks cannot be reached");
    expect((await event.happens(setup)).status).toBeLessThan(300);
    expect(await fixture.owner(waiting)).toBeNull();
    fixture.backend.clock.advance(6);
    await sweep(fixture.ctx);
    expect(await fixture.owner(waiting)).toBe(anna.id);
  });
});

interface Return {
  readonly what: string;
  /** Lets the conversation wait again. @returns the status of the answer. */
  readonly happens: (fixture: Fixture, session: Session, anna: Person) => Promise<{ status: number }>;
}

const returns: Return[] = [
  {
    what: "an agent reopens it",
    happens: async (fixture, session) => {
      await fixture.close(session);
      const params = { id: session.conversationId };
      return fixture.backend.call(endpoints.reopenConversation, { params, as: fixture.supervisor });
    },
  },
  {
    what: "its visitor writes after its end",
    happens: async (fixture, session) => {
      await fixture.close(session);
      const call = { params: { id: session.threadId }, body: { text: "One more thing" } };
      return fixture.backend.call(endpoints.addEvent, { ...call, as: session.sessionToken });
    },
  },
  {
    what: "its visitor comes back for another one",
    happens: async (fixture, session) => {
      await fixture.close(session);
      const { sessionToken } = session;
      return fixture.backend.call(endpoints.startSession, { body: { sessionToken, message: "Me again" } });
    },
  },
  {
    what: "it is transferred to the group",
    happens: (fixture, session) =>
      fixture.backend.call(endpoints.transferConversation, {
        params: { id: session.conversationId },
        body: { groupId: fixture.groupId },
        as: fixture.supervisor,
      }),
  },
  {
    what: "its owner is deleted",
    happens: (fixture, _session, anna) =>
      fixture.backend.call(endpoints.deleteAgent, { params: { id: anna.id }, as: fixture.supervisor }),
  },
];

describe.each(returns)("a conversation is routed anew when $what", ({ happens }) => {
  async function prepared() {
    const fixture = await Fixture.open({ settings: { ...DEFAULT_GROUP_SETTINGS } });
    const anna = await fixture.agent("Anna");
    const session = await fixture.visitor();
    await fixture.settle();
    const ben = await fixture.agent("Ben");
    return { fixture, anna, ben, session };
  }

  async function openOne(fixture: Fixture, { visitorId }: Session) {
    const all = fixture.ctx.db.collection("conversations").where("visitorId", "==", visitorId);
    const open = (await all.get()).docs.filter((doc) => doc.get("status") !== "closed");
    expect(open).toHaveLength(1);
    return open[0]?.data();
  }

  it("at once", async () => {
    const { fixture, anna, ben, session } = await prepared();
    expect((await happens(fixture, session, anna)).status).toBeLessThan(300);
    expect(await openOne(fixture, session)).toMatchObject({ status: "pending" });
    await fixture.settle();
    expect(await openOne(fixture, session)).toMatchObject({ status: "active", assignedAgentId: ben.id });
  });

  it("by the sweep, and the caller gets an answer, when no task can be enqueued", async () => {
    const { fixture, anna, ben, session } = await prepared();
    fixture.backend.tasks.failure = new Error("Cloud Tasks cannot be reached");
    expect((await happens(fixture, session, anna)).status).toBeLessThan(300);
    fixture.backend.clock.advance(6);
    await sweep(fixture.ctx);
    expect(await openOne(fixture, session)).toMatchObject({ status: "active", assignedAgentId: ben.id });
  });
});

describe("a transfer to a group of others", () => {
  it.each(["active", "pending"] as const)(
    "finds its agents for a conversation that is %s",
    async (status) => {
      const fixture = await Fixture.open();
      await fixture.agent("Anna", { acceptingChats: status === "active" });
      const session = await fixture.visitor();
      await fixture.settle();
      expect((await fixture.conversation(session)).status).toBe(status);
      const groupId = await fixture.backend.people.group("Others");
      const zoe = await fixture.agent("Zoe", { groupIds: [groupId] });
      const params = { id: session.conversationId };
      const as = fixture.supervisor;
      await fixture.backend.call(endpoints.transferConversation, { params, body: { groupId }, as });
      await fixture.settle();
      expect(await fixture.owner(session)).toBe(zoe.id);
    },
  );
});

describe("a group that comes or goes", () => {
  it("leaves its queue to the agents of the default group when it is deleted", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    const other = await fixture.backend.people.group("Other");
    const session = await fixture.backend.startSession({ groupId: other, message: "Hello?" });
    await fixture.settle();
    await fixture.backend.call(endpoints.deleteGroup, { params: { id: other }, as: fixture.supervisor });
    await fixture.settle();
    expect(await fixture.owner(session)).toBe(anna.id);
  });

  it("is drained when its strategy changes, and when it is restored", async () => {
    const fixture = await Fixture.open();
    const { backend, groupId: id, supervisor: as } = fixture;
    backend.tasks.take();
    await backend.call(endpoints.updateGroup, { params: { id }, body: { routingStrategy: "sticky" }, as });
    const drain = { queue: "assignConversation", data: { groupId: id } };
    expect(backend.tasks.take()).toMatchObject([drain]);
    const other = await backend.people.group("Other");
    await backend.call(endpoints.deleteGroup, { params: { id: other }, as });
    backend.tasks.take();
    await backend.call(endpoints.restoreGroup, { params: { id: other }, as });
    expect(backend.tasks.take()).toMatchObject([{ ...drain, data: { groupId: other } }]);
  });
});
