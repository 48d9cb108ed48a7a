import { DEFAULT_GROUP_SETTINGS, endpoints } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { sweep } from "../../functions/src/maintenance/sweep.ts";
import { deliver } from "../../functions/test/deliver.ts";
import { Fixture } from "./fixture.ts";

describe("what others got wrong about assignment", () => {
  it("two instances read the same count, both assign: limit 3 becomes 4", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna", { maxConcurrentChats: 3 });
    const sessions = await fixture.visitors(6);
    await fixture.rush();
    await fixture.settle();
    expect((await fixture.agentNow(anna.id)).activeChats).toBe(3);
    expect((await fixture.owners(sessions)).filter((owner) => owner === anna.id)).toHaveLength(3);
  });

  it("one conversation assigned dozens of times by overlapping jobs", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    await fixture.agent("Ben");
    const session = await fixture.visitor();
    await fixture.rush(24);
    expect(await fixture.owner(session)).toBe(anna.id);
    expect(await fixture.story(session)).toEqual(["thread_closed", "agent_joined"]);
    const notifications = await fixture.ctx.db.collection(`agents/${anna.id}/notifications`).get();
    expect(notifications.size).toBe(1);
  });

  it("any two writers (auto, manual, rule) race and the owner bounces", async () => {
    const fixture = await Fixture.open();
    const [anna, ben] = [await fixture.agent("Anna"), await fixture.agent("Ben")];
    const session = await fixture.visitor();
    const params = { id: session.conversationId };
    const claims = [anna, ben].map(({ id, token }) =>
      fixture.backend.call(endpoints.assignConversation, { params, body: { agentId: id }, as: token }),
    );
    const answers = await Promise.all([...claims, fixture.rush(3).then(() => null)]);
    const owner = await fixture.owner(session);
    expect((await fixture.story(session)).filter((reason) => reason === "agent_joined")).toHaveLength(1);
    for (const answer of answers) {
      if (answer?.status === 200) expect(answer.body.assignedAgentId).toBe(owner);
      else if (answer) expect(answer.error.type).toBe("not_allowed");
    }
  });

  it("a task that comes late does not overwrite a manual assignment", async () => {
    const fixture = await Fixture.open();
    await fixture.agent("Anna");
    const ben = await fixture.agent("Ben");
    const session = await fixture.visitor();
    const [task] = fixture.backend.tasks.take();
    const params = { id: session.conversationId };
    await fixture.backend.call(endpoints.assignConversation, {
      params,
      body: { agentId: ben.id },
      as: ben.token,
    });
    if (task) await deliver(task, fixture.ctx);
    expect(await fixture.owner(session)).toBe(ben.id);
    expect((await fixture.assignment(session)).decision).toMatchObject({
      strategy: "manual",
      chosenAgentId: ben.id,
    });
  });

  it("stale snapshot: assigned to someone who is no longer in the team", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    const session = await fixture.visitor();
    const params = { id: fixture.groupId, agentId: anna.id };
    await fixture.backend.call(endpoints.removeGroupAgent, { params, as: fixture.supervisor });
    await fixture.settle();
    expect(await fixture.owner(session)).toBeNull();
  });

  it("full -> waits; a slot frees; a newer chat takes it, the older stays stuck", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna", { maxConcurrentChats: 1 });
    const first = await fixture.visitor();
    await fixture.settle();
    const older = await fixture.visitor();
    await fixture.settle();
    await fixture.close(first);
    const newer = await fixture.visitor();
    // The newer one's task comes first; the slot still belongs to the older one.
    fixture.backend.tasks.held.reverse();
    await fixture.settle();
    expect(await fixture.owners([older, newer])).toEqual([anna.id, null]);
  });

  it("everyone offline on arrival; nothing happens when someone comes online", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna", { status: "offline" });
    const sessions = await fixture.visitors(3);
    await fixture.settle();
    expect(await fixture.owners(sessions)).toEqual([null, null, null]);
    await fixture.update(anna.id, { status: "online" });
    await fixture.settle();
    expect(await fixture.owners(sessions)).toEqual([anna.id, anna.id, anna.id]);
  });

  it("a re-opened chat goes back to an offline former owner", async () => {
    const fixture = await Fixture.open({ routingStrategy: "sticky" });
    const [anna, ben] = [await fixture.agent("Anna"), await fixture.agent("Ben", { acceptingChats: false })];
    const session = await fixture.visitor();
    await fixture.settle();
    await fixture.close(session);
    await fixture.update(anna.id, { status: "offline" });
    await fixture.update(ben.id, { acceptingChats: true });
    const params = { id: session.conversationId };
    await fixture.backend.call(endpoints.reopenConversation, { params, as: fixture.supervisor });
    await fixture.settle();
    expect(await fixture.owner(session)).toBe(ben.id);
  });

  it("round robin restarts or always takes the first when the list changes", async () => {
    const fixture = await Fixture.open();
    const [anna, ben] = [await fixture.agent("Anna"), await fixture.agent("Ben")];
    const sessions = await fixture.visitors(1);
    await fixture.settle();
    const chloe = await fixture.agent("Chloe");
    for (let i = 0; i < 5; i++) {
      sessions.push(await fixture.visitor());
      await fixture.settle();
    }
    expect(await fixture.owners(sessions)).toEqual([anna.id, ben.id, chloe.id, anna.id, ben.id, chloe.id]);
  });

  it("round robin goes on where it was after many were assigned at once", async () => {
    const fixture = await Fixture.open();
    const [anna, ben, chloe] = [
      await fixture.agent("Anna"),
      await fixture.agent("Ben"),
      await fixture.agent("Chloe"),
    ];
    const burst = await fixture.visitors(4);
    await fixture.settle();
    expect(await fixture.owners(burst)).toEqual([anna.id, ben.id, chloe.id, anna.id]);
    const next = await fixture.visitors(3);
    await fixture.settle();
    expect(await fixture.owners(next)).toEqual([ben.id, chloe.id, anna.id]);
  });

  it("round robin is fair to the last one, also when assignments run at once and agents leave and return", async () => {
    const fixture = await Fixture.open();
    const team = await Promise.all(
      ["Anna", "Ben", "Chloe", "Dan"].map((name) => fixture.agent(name, { maxConcurrentChats: 20 })),
    );
    const counts = async () =>
      Promise.all(team.map(async ({ id }) => (await fixture.agentNow(id)).activeChats));
    await fixture.visitors(9);
    await fixture.rush(2);
    await fixture.settle();
    expect((await counts()).toSorted()).toEqual([2, 2, 2, 3]);
    const [anna] = team;
    if (!anna) throw new Error("Four work here.");
    await fixture.update(anna.id, { status: "away" });
    await fixture.visitors(6);
    await fixture.rush(2);
    await fixture.settle();
    await fixture.update(anna.id, { status: "online" });
    // Who was away gets its turn, not everything that it missed.
    await fixture.visitors(8);
    await fixture.rush(2);
    await fixture.settle();
    const [annas = 0, ...others] = await counts();
    expect(annas).toBeLessThanOrEqual(3 + 2);
    expect(Math.max(...others) - Math.min(...others)).toBeLessThanOrEqual(1);
  });

  it("round robin counts what was assigned by hand", async () => {
    const fixture = await Fixture.open();
    const [anna, ben] = [await fixture.agent("Anna"), await fixture.agent("Ben")];
    const claimed = await fixture.visitor();
    const call = { params: { id: claimed.conversationId }, body: { agentId: anna.id } };
    await fixture.backend.call(endpoints.assignConversation, { ...call, as: anna.token });
    const next = await fixture.visitor();
    await fixture.settle();
    expect(await fixture.owner(next)).toBe(ben.id);
  });

  it('"fewest chats" counts chats of all time, so who returns from holiday gets everything', async () => {
    const fixture = await Fixture.open({ routingStrategy: "least_loaded" });
    const anna = await fixture.agent("Anna", { maxConcurrentChats: 10 });
    for (const session of await fixture.visitors(4)) {
      await fixture.settle();
      await fixture.close(session);
    }
    const ben = await fixture.agent("Ben", { maxConcurrentChats: 10 });
    const sessions = await fixture.visitors(4);
    await fixture.settle();
    const owners = await fixture.owners(sessions);
    expect(owners.filter((owner) => owner === anna.id)).toHaveLength(2);
    expect(owners.filter((owner) => owner === ben.id)).toHaveLength(2);
  });

  it("routing picks a full agent, is refused, picks the same again for ever", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna", { maxConcurrentChats: 1 });
    const ben = await fixture.agent("Ben", { maxConcurrentChats: 1 });
    const sessions = await fixture.visitors(3);
    await fixture.rush();
    await fixture.settle();
    expect(new Set(await fixture.owners(sessions))).toEqual(new Set([anna.id, ben.id, null]));
    const waiting = sessions[2];
    if (!waiting) throw new Error("Three came.");
    const job = await fixture.assignment(waiting);
    expect(job).toMatchObject({ state: "waiting", decision: { chosenAgentId: null } });
    const reasons = job.decision?.candidates.map(({ refusedBecause }) => refusedBecause);
    expect(reasons).toEqual(["at_limit", "at_limit"]);
  });

  it("room open, no owner, in no queue", async () => {
    const fixture = await Fixture.open();
    const other = await fixture.backend.people.group("Support");
    const anna = await fixture.agent("Anna");
    const session = await fixture.visitor();
    await fixture.settle();
    const { backend, supervisor } = fixture;
    const params = { id: session.conversationId };
    await backend.call(endpoints.transferConversation, { params, body: { groupId: other }, as: anna.token });
    expect(await fixture.conversation(session)).toMatchObject({ status: "pending", queue: { position: 1 } });
    await backend.call(endpoints.deleteGroup, { params: { id: other }, as: supervisor });
    expect(await fixture.conversation(session)).toMatchObject({
      groupId: fixture.groupId,
      status: "pending",
    });
    await fixture.settle();
    expect(await fixture.owner(session)).toBe(anna.id);
    await backend.call(endpoints.deleteAgent, { params: { id: anna.id }, as: supervisor });
    expect(await fixture.conversation(session)).toMatchObject({ status: "pending", queue: { position: 1 } });
    expect(await fixture.story(session)).toContain("agent_deleted");
  });

  it("one visitor, two open conversations (check, then act)", async () => {
    const fixture = await Fixture.open();
    const first = await fixture.visitor();
    await fixture.close(first);
    const { sessionToken } = first;
    const again = () => fixture.backend.startSession({ sessionToken, message: "Again" });
    const ids = (await Promise.all([again(), again(), again()])).map(({ conversationId }) => conversationId);
    expect(new Set(ids).size).toBe(1);
  });

  it("idle chats let agents exceed their limit", async () => {
    const settings = { ...DEFAULT_GROUP_SETTINGS, visitorInactivitySeconds: 300 };
    const fixture = await Fixture.open({ settings });
    const anna = await fixture.agent("Anna", { maxConcurrentChats: 1 });
    const idle = await fixture.visitor();
    await fixture.settle();
    const { activeThreadId } = await fixture.conversation(idle);
    const params = { id: activeThreadId ?? "" };
    await fixture.backend.call(endpoints.addEvent, { params, body: { text: "Yes?" }, as: anna.token });
    const next = await fixture.visitor();
    fixture.backend.clock.advance(299);
    await fixture.settle();
    expect(await fixture.owner(next)).toBeNull();
    fixture.backend.clock.advance(2);
    await fixture.settle();
    expect(await fixture.story(idle)).toContain("visitor_inactive");
    expect(await fixture.owner(next)).toBe(anna.id);
    expect((await fixture.agentNow(anna.id)).activeChats).toBe(1);
  });

  it("an enqueue that fails after the commit: the visitor gets an answer and the sweep assigns", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    fixture.backend.tasks.failure = new Error("Cloud Tasks cannot be reached");
    const session = await fixture.visitor();
    expect(await fixture.owner(session)).toBeNull();
    fixture.backend.clock.advance(6);
    expect(await sweep(fixture.ctx)).toMatchObject({ stuck: 1 });
    expect(await fixture.owner(session)).toBe(anna.id);
    expect(await sweep(fixture.ctx)).toEqual({ deadlines: 0, stuck: 0, counters: 0 });
  });
});
