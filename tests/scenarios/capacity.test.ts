import { DEFAULT_GROUP_SETTINGS, endpoints, type Session } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { sweep } from "../../functions/src/maintenance/sweep.ts";
import { Scene } from "./scene.ts";

interface Person {
  id: string;
  token: string;
}

interface Stage {
  readonly scene: Scene;
  /** Not able to take anything until the event. */
  readonly anna: Person;
  /** Waits for somebody. */
  readonly waiting: Session;
}

interface Event {
  readonly what: string;
  /** What keeps Anna from taking the waiting conversation. */
  readonly anna?: Parameters<Scene["agent"]>[1];
  /** Before the visitor comes who will wait. */
  readonly before?: (stage: Omit<Stage, "waiting">) => Promise<unknown>;
  /** Makes room for the waiting one. @returns the status of the answer. */
  readonly happens: (stage: Stage) => Promise<{ status: number }>;
}

const busy = { maxConcurrentChats: 1 } as const;

/** Fills Anna's only slot. */
async function fill({ scene }: Omit<Stage, "waiting">): Promise<Session> {
  const session = await scene.visitor();
  await scene.settle();
  filled.set(scene, session);
  return session;
}
const filled = new WeakMap<Scene, Session>();

function sessionOf(scene: Scene): Session {
  const session = filled.get(scene);
  if (!session) throw new Error("Anna's slot was filled before.");
  return session;
}

const events: Event[] = [
  {
    what: "a supervisor closes a conversation",
    anna: busy,
    before: fill,
    happens: ({ scene }) => scene.close(sessionOf(scene)),
  },
  {
    what: "the visitor closes a conversation",
    anna: busy,
    before: fill,
    happens: ({ scene }) => {
      const { conversationId: id, sessionToken: as } = sessionOf(scene);
      return scene.backend.call(endpoints.closeConversation, { params: { id }, as });
    },
  },
  {
    what: "a conversation is transferred to another agent",
    anna: busy,
    before: fill,
    happens: async ({ scene }) => {
      const { id: agentId } = await scene.agent("Ben", busy);
      const params = { id: sessionOf(scene).conversationId };
      const body = { agentId };
      return scene.backend.call(endpoints.transferConversation, { params, body, as: scene.supervisor });
    },
  },
  {
    what: "a conversation is given to another agent",
    anna: busy,
    before: fill,
    happens: async ({ scene }) => {
      const { id: agentId } = await scene.agent("Ben", { ...busy, acceptingChats: false });
      const params = { id: sessionOf(scene).conversationId };
      const body = { agentId, force: true };
      return scene.backend.call(endpoints.assignConversation, { params, body, as: scene.supervisor });
    },
  },
  {
    what: "a conversation is transferred to another group",
    anna: busy,
    before: fill,
    happens: async ({ scene }) => {
      const groupId = await scene.backend.people.group("Empty");
      const params = { id: sessionOf(scene).conversationId };
      const body = { groupId };
      return scene.backend.call(endpoints.transferConversation, { params, body, as: scene.supervisor });
    },
  },
  {
    what: "an agent comes online",
    anna: { status: "away" },
    happens: ({ scene, anna }) => scene.update(anna.id, { status: "online" }),
  },
  {
    what: "an agent accepts conversations again",
    anna: { acceptingChats: false },
    happens: ({ scene, anna }) => scene.update(anna.id, { acceptingChats: true }),
  },
  {
    what: "a limit is raised",
    anna: busy,
    before: fill,
    happens: ({ scene, anna }) => scene.update(anna.id, { maxConcurrentChats: 2 }),
  },
  {
    what: "an agent is added to the group",
    anna: { groupIds: [] },
    happens: ({ scene, anna }) =>
      scene.backend.call(endpoints.addGroupAgents, {
        params: { id: scene.groupId },
        body: { agentIds: [anna.id] },
        as: scene.supervisor,
      }),
  },
  {
    what: "an agent is restored",
    before: ({ scene, anna }) =>
      scene.backend.call(endpoints.deleteAgent, { params: { id: anna.id }, as: scene.supervisor }),
    happens: ({ scene, anna }) =>
      scene.backend.call(endpoints.restoreAgent, { params: { id: anna.id }, as: scene.supervisor }),
  },
  {
    what: "an agent's console is back",
    before: async ({ scene, anna }) => {
      await scene.beat(anna, "desk");
      await scene.beat(anna, "desk", true);
    },
    happens: ({ scene, anna }) => scene.beat(anna, "desk"),
  },
  {
    what: "an agent is no longer a supervisor of the group",
    before: ({ scene, anna }) => prioritise(scene, { [anna.id]: "supervisor" }),
    happens: ({ scene }) => prioritise(scene, {}),
  },
];

function prioritise(scene: Scene, priorities: Record<string, "supervisor">) {
  const params = { id: scene.groupId };
  return scene.backend.call(endpoints.updateGroup, {
    params,
    body: { settings: { priorities } },
    as: scene.supervisor,
  });
}

async function stageOf(event: Event): Promise<Stage> {
  const scene = await Scene.open();
  const anna = await scene.agent("Anna", event.anna);
  await event.before?.({ scene, anna });
  await scene.settle();
  const waiting = await scene.visitor();
  await scene.settle();
  expect(await scene.owner(waiting)).toBeNull();
  return { scene, anna, waiting };
}

describe.each(events)("when $what", (event) => {
  it("whoever waits is assigned without any sweep", async () => {
    const stage = await stageOf(event);
    expect((await event.happens(stage)).status).toBeLessThan(300);
    await stage.scene.settle();
    expect(await stage.scene.owner(stage.waiting)).toBe(stage.anna.id);
  });

  it("and no task can be enqueued, the answer is the same and the sweep assigns", async () => {
    const stage = await stageOf(event);
    const { scene, anna, waiting } = stage;
    scene.backend.tasks.failure = new Error("Cloud Tasks cannot be reached");
    expect((await event.happens(stage)).status).toBeLessThan(300);
    expect(await scene.owner(waiting)).toBeNull();
    scene.backend.clock.advance(6);
    await sweep(scene.ctx);
    expect(await scene.owner(waiting)).toBe(anna.id);
  });
});

interface Return {
  readonly what: string;
  /** Lets the conversation wait again. @returns the status of the answer. */
  readonly happens: (scene: Scene, session: Session, anna: Person) => Promise<{ status: number }>;
}

const returns: Return[] = [
  {
    what: "an agent reopens it",
    happens: async (scene, session) => {
      await scene.close(session);
      const params = { id: session.conversationId };
      return scene.backend.call(endpoints.reopenConversation, { params, as: scene.supervisor });
    },
  },
  {
    what: "its visitor writes after its end",
    happens: async (scene, session) => {
      await scene.close(session);
      const call = { params: { id: session.threadId }, body: { text: "One more thing" } };
      return scene.backend.call(endpoints.addEvent, { ...call, as: session.sessionToken });
    },
  },
  {
    what: "its visitor comes back for another one",
    happens: async (scene, session) => {
      await scene.close(session);
      const { sessionToken } = session;
      return scene.backend.call(endpoints.startSession, { body: { sessionToken, message: "Me again" } });
    },
  },
  {
    what: "it is transferred to the group",
    happens: (scene, session) =>
      scene.backend.call(endpoints.transferConversation, {
        params: { id: session.conversationId },
        body: { groupId: scene.groupId },
        as: scene.supervisor,
      }),
  },
  {
    what: "its owner is deleted",
    happens: (scene, _session, anna) =>
      scene.backend.call(endpoints.deleteAgent, { params: { id: anna.id }, as: scene.supervisor }),
  },
];

describe.each(returns)("a conversation is routed anew when $what", ({ happens }) => {
  async function prepared() {
    const scene = await Scene.open({ settings: { ...DEFAULT_GROUP_SETTINGS } });
    const anna = await scene.agent("Anna");
    const session = await scene.visitor();
    await scene.settle();
    const ben = await scene.agent("Ben");
    return { scene, anna, ben, session };
  }

  async function openOne(scene: Scene, { visitorId }: Session) {
    const all = scene.ctx.db.collection("conversations").where("visitorId", "==", visitorId);
    const open = (await all.get()).docs.filter((doc) => doc.get("status") !== "closed");
    expect(open).toHaveLength(1);
    return open[0]?.data();
  }

  it("at once", async () => {
    const { scene, anna, ben, session } = await prepared();
    expect((await happens(scene, session, anna)).status).toBeLessThan(300);
    expect(await openOne(scene, session)).toMatchObject({ status: "pending" });
    await scene.settle();
    expect(await openOne(scene, session)).toMatchObject({ status: "active", assignedAgentId: ben.id });
  });

  it("by the sweep, and the caller gets an answer, when no task can be enqueued", async () => {
    const { scene, anna, ben, session } = await prepared();
    scene.backend.tasks.failure = new Error("Cloud Tasks cannot be reached");
    expect((await happens(scene, session, anna)).status).toBeLessThan(300);
    scene.backend.clock.advance(6);
    await sweep(scene.ctx);
    expect(await openOne(scene, session)).toMatchObject({ status: "active", assignedAgentId: ben.id });
  });
});

describe("a transfer to a group of others", () => {
  it.each(["active", "pending"] as const)(
    "finds its agents for a conversation that is %s",
    async (status) => {
      const scene = await Scene.open();
      await scene.agent("Anna", { acceptingChats: status === "active" });
      const session = await scene.visitor();
      await scene.settle();
      expect((await scene.conversation(session)).status).toBe(status);
      const groupId = await scene.backend.people.group("Others");
      const zoe = await scene.agent("Zoe", { groupIds: [groupId] });
      const params = { id: session.conversationId };
      const as = scene.supervisor;
      await scene.backend.call(endpoints.transferConversation, { params, body: { groupId }, as });
      await scene.settle();
      expect(await scene.owner(session)).toBe(zoe.id);
    },
  );
});

describe("a group that comes or goes", () => {
  it("gives what waits in it to the agents of the default group when it is deleted", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    const other = await scene.backend.people.group("Other");
    const session = await scene.backend.startSession({ groupId: other, message: "Hello?" });
    await scene.settle();
    await scene.backend.call(endpoints.deleteGroup, { params: { id: other }, as: scene.supervisor });
    await scene.settle();
    expect(await scene.owner(session)).toBe(anna.id);
  });

  it("is drained when its strategy changes, and when it is restored", async () => {
    const scene = await Scene.open();
    const { backend, groupId: id, supervisor: as } = scene;
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
