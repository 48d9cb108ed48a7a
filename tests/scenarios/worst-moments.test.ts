import { DEFAULT_GROUP_SETTINGS, endpoints, type Session } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { Fixture } from "./fixture.ts";
import { beforeEachTransaction, beforeTransaction, beforeWrite } from "./intercept.ts";

describe("capacity that comes at the worst moment", () => {
  it("a heartbeat between the read of a lease and the write that it has expired", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    await fixture.beat(anna, "desk");
    fixture.backend.tasks.take();
    fixture.backend.clock.advance(61);
    const session = await fixture.visitor();
    // The first transaction finds the lease expired; the second would show it on the agent.
    const ctx = {
      ...fixture.ctx,
      db: beforeTransaction(fixture.ctx.db, 2, () => fixture.beat(anna, "desk")),
    };
    await fixture.settle(ctx);
    expect(await fixture.owner(session)).toBe(anna.id);
  });
});

describe("what comes at the last moment before a deadline is met", () => {
  const settings = { ...DEFAULT_GROUP_SETTINGS };

  it("the owner's answer: the conversation stays", async () => {
    const fixture = await Fixture.open({ settings: { ...settings, answerDeadlineSeconds: 60 } });
    const anna = await fixture.agent("Anna");
    const session = await fixture.visitor();
    await fixture.settle();
    await fixture.agent("Ben");
    fixture.backend.clock.advance(61);
    const db = beforeTransaction(fixture.ctx.db, 1, () => write(fixture, session, anna.token));
    await fixture.settle({ ...fixture.ctx, db });
    expect(await fixture.owner(session)).toBe(anna.id);
  });

  it("the visitor's word: the conversation stays open", async () => {
    const fixture = await Fixture.open({ settings: { ...settings, visitorInactivitySeconds: 60 } });
    const anna = await fixture.agent("Anna");
    const session = await fixture.visitor();
    await fixture.settle();
    await write(fixture, session, anna.token);
    fixture.backend.clock.advance(61);
    const db = beforeTransaction(fixture.ctx.db, 1, () => write(fixture, session, session.sessionToken));
    await fixture.settle({ ...fixture.ctx, db });
    expect((await fixture.conversation(session)).status).toBe("active");
  });

  it("the agent's return: the conversation stays", async () => {
    const fixture = await Fixture.open({ settings: { ...settings, agentGoneSeconds: 60 } });
    const anna = await fixture.agent("Anna");
    await fixture.beat(anna, "desk");
    const session = await fixture.visitor();
    await fixture.settle();
    await fixture.agent("Ben");
    fixture.backend.clock.advance(61);
    await fixture.settle();
    fixture.backend.clock.advance(61);
    const db = beforeTransaction(fixture.ctx.db, 1, () => fixture.beat(anna, "desk"));
    await fixture.settle({ ...fixture.ctx, db });
    expect(await fixture.owner(session)).toBe(anna.id);
  });

  it("another owner: the conversation stays there", async () => {
    const fixture = await Fixture.open({ settings: { ...settings, answerDeadlineSeconds: 60 } });
    await fixture.agent("Anna");
    const session = await fixture.visitor();
    await fixture.settle();
    const ben = await fixture.agent("Ben");
    fixture.backend.clock.advance(61);
    const call = {
      params: { id: session.conversationId },
      body: { agentId: ben.id },
      as: fixture.supervisor,
    };
    const transfer = () => fixture.backend.call(endpoints.transferConversation, call);
    await fixture.settle({ ...fixture.ctx, db: beforeTransaction(fixture.ctx.db, 1, transfer) });
    expect(await fixture.owner(session)).toBe(ben.id);
    expect(await fixture.story(session)).not.toContain("answer_deadline_passed");
  });

  function write(fixture: Fixture, { threadId: id }: Session, as: string) {
    return fixture.backend.call(endpoints.addEvent, { params: { id }, body: { text: "Here!" }, as });
  }
});

describe("a visitor who never stops writing", () => {
  it("does not keep those in front from being assigned", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    const sessions = await fixture.visitors(4);
    const [restless] = sessions.slice(-1);
    if (!restless) throw new Error("Four came.");
    const { threadId: id, sessionToken: as } = restless;
    const write = () => fixture.backend.call(endpoints.addEvent, { params: { id }, body: { text: "?" }, as });
    let tries = 0;
    const db = beforeEachTransaction(fixture.ctx.db, async () => {
      const owners = await fixture.owners(sessions.slice(0, 3));
      if (owners.includes(null) && ++tries < 100) await write();
    });
    await fixture.settle({ ...fixture.ctx, db });
    expect(await fixture.owners(sessions)).toEqual(sessions.map(() => anna.id));
    expect(tries).toBeLessThan(20);
  });
});

describe("a conversation that is assigned while a task writes that it waits", () => {
  it("has been assigned, and its job says so", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna", { status: "away" });
    const session = await fixture.visitor();
    const call = { params: { id: session.conversationId }, body: { agentId: anna.id, force: true } };
    const force = () =>
      fixture.backend.call(endpoints.assignConversation, { ...call, as: fixture.supervisor });
    const write = { path: `assignments/${session.conversationId}`, method: "update" } as const;
    await fixture.settle({ ...fixture.ctx, db: beforeWrite(fixture.ctx.db, write, force) });
    expect(await fixture.owner(session)).toBe(anna.id);
    const decision = { strategy: "manual", chosenAgentId: anna.id };
    expect(await fixture.assignment(session)).toMatchObject({ state: "assigned", attempts: 1, decision });
  });
});

describe("a conversation that changes between the look at the queue and the assignment", () => {
  async function changedBy(act: (fixture: Fixture, session: Session) => Promise<unknown>) {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    const session = await fixture.visitor();
    const db = beforeTransaction(fixture.ctx.db, 1, () => act(fixture, session));
    await fixture.settle({ ...fixture.ctx, db });
    return { fixture, session, anna };
  }

  it("by its visitor, who writes: nothing is lost, and it is assigned as it is then", async () => {
    const { fixture, session, anna } = await changedBy((fixture, { threadId: id, sessionToken: as }) =>
      fixture.backend.call(endpoints.addEvent, { params: { id }, body: { text: "Quick, please" }, as }),
    );
    expect(await fixture.owner(session)).toBe(anna.id);
    const params = { id: session.conversationId };
    const read = { params, query: { limit: "100" }, as: fixture.supervisor };
    const { items } = (await fixture.backend.call(endpoints.listConversationEvents, read)).body;
    expect(items.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect((await fixture.conversation(session)).lastMessage?.text).toBe("Quick, please");
  });

  it("by its visitor, who closes it: it stays closed", async () => {
    const { fixture, session, anna } = await changedBy((fixture, session) => fixture.close(session));
    expect(await fixture.conversation(session)).toMatchObject({ status: "closed", assignedAgentId: null });
    expect((await fixture.agentNow(anna.id)).activeChats).toBe(0);
  });

  it("by somebody who tags it", async () => {
    const { fixture, session, anna } = await changedBy(async (fixture, { conversationId: id }) => {
      const tag = { name: "Urgent", color: "#ff0000" };
      const { id: tagId } = (
        await fixture.backend.call(endpoints.createTag, { body: tag, as: fixture.supervisor })
      ).body;
      await fixture.backend.call(endpoints.addConversationTag, {
        params: { id, tagId },
        as: fixture.supervisor,
      });
    });
    const conversation = await fixture.conversation(session);
    expect(conversation.assignedAgentId).toBe(anna.id);
    expect(conversation.tagIds).toHaveLength(1);
  });

  it("by a transfer to another group: it waits there", async () => {
    let groupId = "";
    const { fixture, session } = await changedBy(async (fixture, { conversationId: id }) => {
      groupId = await fixture.backend.people.group("Other");
      const body = { groupId };
      await fixture.backend.call(endpoints.transferConversation, {
        params: { id },
        body,
        as: fixture.supervisor,
      });
    });
    expect(await fixture.conversation(session)).toMatchObject({ groupId, status: "pending" });
  });
});
