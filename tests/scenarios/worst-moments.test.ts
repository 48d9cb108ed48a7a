import { DEFAULT_GROUP_SETTINGS, endpoints, type Session } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { beforeEachTransaction, beforeGetAll, beforeTransaction } from "./intercept.ts";
import { Scene } from "./scene.ts";

describe("capacity that comes at the worst moment", () => {
  it("a heartbeat between the look at a lease and the note that it has ended", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    await scene.beat(anna, "desk");
    scene.backend.tasks.take();
    scene.backend.clock.advance(61);
    const session = await scene.visitor();
    // The first transaction finds the lease ended; the second would note it.
    const ctx = { ...scene.ctx, db: beforeTransaction(scene.ctx.db, 2, () => scene.beat(anna, "desk")) };
    await scene.settle(ctx);
    expect(await scene.owner(session)).toBe(anna.id);
  });
});

describe("what comes at the last moment before a deadline is met", () => {
  const settings = { ...DEFAULT_GROUP_SETTINGS };

  it("the owner's answer: the conversation stays", async () => {
    const scene = await Scene.open({ settings: { ...settings, answerDeadlineSeconds: 60 } });
    const anna = await scene.agent("Anna");
    const session = await scene.visitor();
    await scene.settle();
    await scene.agent("Ben");
    scene.backend.clock.advance(61);
    const db = beforeTransaction(scene.ctx.db, 1, () => write(scene, session, anna.token));
    await scene.settle({ ...scene.ctx, db });
    expect(await scene.owner(session)).toBe(anna.id);
  });

  it("the visitor's word: the conversation stays open", async () => {
    const scene = await Scene.open({ settings: { ...settings, visitorInactivitySeconds: 60 } });
    const anna = await scene.agent("Anna");
    const session = await scene.visitor();
    await scene.settle();
    await write(scene, session, anna.token);
    scene.backend.clock.advance(61);
    const db = beforeTransaction(scene.ctx.db, 1, () => write(scene, session, session.sessionToken));
    await scene.settle({ ...scene.ctx, db });
    expect((await scene.conversation(session)).status).toBe("active");
  });

  it("the agent's return: the conversation stays", async () => {
    const scene = await Scene.open({ settings: { ...settings, agentGoneSeconds: 60 } });
    const anna = await scene.agent("Anna");
    await scene.beat(anna, "desk");
    const session = await scene.visitor();
    await scene.settle();
    await scene.agent("Ben");
    scene.backend.clock.advance(61);
    await scene.settle();
    scene.backend.clock.advance(61);
    const db = beforeTransaction(scene.ctx.db, 1, () => scene.beat(anna, "desk"));
    await scene.settle({ ...scene.ctx, db });
    expect(await scene.owner(session)).toBe(anna.id);
  });

  it("another owner: the conversation stays there", async () => {
    const scene = await Scene.open({ settings: { ...settings, answerDeadlineSeconds: 60 } });
    await scene.agent("Anna");
    const session = await scene.visitor();
    await scene.settle();
    const ben = await scene.agent("Ben");
    scene.backend.clock.advance(61);
    const call = { params: { id: session.conversationId }, body: { agentId: ben.id }, as: scene.supervisor };
    const transfer = () => scene.backend.call(endpoints.transferConversation, call);
    await scene.settle({ ...scene.ctx, db: beforeTransaction(scene.ctx.db, 1, transfer) });
    expect(await scene.owner(session)).toBe(ben.id);
    expect(await scene.story(session)).not.toContain("answer_deadline_passed");
  });

  function write(scene: Scene, { threadId: id }: Session, as: string) {
    return scene.backend.call(endpoints.addEvent, { params: { id }, body: { text: "Here!" }, as });
  }
});

describe("a visitor who never stops writing", () => {
  it("does not keep those in front from being assigned", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    const sessions = await scene.visitors(4);
    const [restless] = sessions.slice(-1);
    if (!restless) throw new Error("Four came.");
    const { threadId: id, sessionToken: as } = restless;
    const write = () => scene.backend.call(endpoints.addEvent, { params: { id }, body: { text: "?" }, as });
    let tries = 0;
    const db = beforeEachTransaction(scene.ctx.db, async () => {
      const owners = await scene.owners(sessions.slice(0, 3));
      if (owners.includes(null) && ++tries < 100) await write();
    });
    await scene.settle({ ...scene.ctx, db });
    expect(await scene.owners(sessions)).toEqual(sessions.map(() => anna.id));
    expect(tries).toBeLessThan(20);
  });
});

describe("a conversation that is given away while a task notes that it waits", () => {
  it("has been assigned, and its job says so", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna", { status: "away" });
    const session = await scene.visitor();
    const call = { params: { id: session.conversationId }, body: { agentId: anna.id, force: true } };
    const force = () => scene.backend.call(endpoints.assignConversation, { ...call, as: scene.supervisor });
    await scene.settle({ ...scene.ctx, db: beforeGetAll(scene.ctx.db, force) });
    expect(await scene.owner(session)).toBe(anna.id);
    const decision = { strategy: "manual", chosenAgentId: anna.id };
    expect(await scene.assignment(session)).toMatchObject({ state: "assigned", attempts: 1, decision });
  });
});

describe("a conversation that changes between the look at the queue and the assignment", () => {
  async function changedBy(act: (scene: Scene, session: Session) => Promise<unknown>) {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    const session = await scene.visitor();
    const db = beforeTransaction(scene.ctx.db, 1, () => act(scene, session));
    await scene.settle({ ...scene.ctx, db });
    return { scene, session, anna };
  }

  it("by its visitor, who writes: nothing is lost, and it is assigned as it is then", async () => {
    const { scene, session, anna } = await changedBy((scene, { threadId: id, sessionToken: as }) =>
      scene.backend.call(endpoints.addEvent, { params: { id }, body: { text: "Quick, please" }, as }),
    );
    expect(await scene.owner(session)).toBe(anna.id);
    const params = { id: session.conversationId };
    const read = { params, query: { limit: "100" }, as: scene.supervisor };
    const { items } = (await scene.backend.call(endpoints.listConversationEvents, read)).body;
    expect(items.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect((await scene.conversation(session)).lastMessage?.text).toBe("Quick, please");
  });

  it("by its visitor, who closes it: it stays closed", async () => {
    const { scene, session, anna } = await changedBy((scene, session) => scene.close(session));
    expect(await scene.conversation(session)).toMatchObject({ status: "closed", assignedAgentId: null });
    expect((await scene.agentNow(anna.id)).activeChats).toBe(0);
  });

  it("by somebody who tags it", async () => {
    const { scene, session, anna } = await changedBy(async (scene, { conversationId: id }) => {
      const tag = { name: "Urgent", color: "#ff0000" };
      const { id: tagId } = (
        await scene.backend.call(endpoints.createTag, { body: tag, as: scene.supervisor })
      ).body;
      await scene.backend.call(endpoints.addConversationTag, { params: { id, tagId }, as: scene.supervisor });
    });
    const conversation = await scene.conversation(session);
    expect(conversation.assignedAgentId).toBe(anna.id);
    expect(conversation.tagIds).toHaveLength(1);
  });

  it("by a transfer to another group: it waits there", async () => {
    let groupId = "";
    const { scene, session } = await changedBy(async (scene, { conversationId: id }) => {
      groupId = await scene.backend.people.group("Other");
      const body = { groupId };
      await scene.backend.call(endpoints.transferConversation, {
        params: { id },
        body,
        as: scene.supervisor,
      });
    });
    expect(await scene.conversation(session)).toMatchObject({ groupId, status: "pending" });
  });
});
