import { DEFAULT_GROUP_SETTINGS, endpoints } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { sweep } from "../../functions/src/maintenance/sweep.ts";
import { deliver } from "../../functions/test/deliver.ts";
import { Scene } from "./scene.ts";

describe("what others got wrong about assignment", () => {
  it("two instances read the same count, both assign: limit 3 becomes 4", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna", { maxConcurrentChats: 3 });
    const sessions = await scene.visitors(6);
    await scene.rush();
    await scene.settle();
    expect((await scene.agentNow(anna.id)).activeChats).toBe(3);
    expect((await scene.owners(sessions)).filter((owner) => owner === anna.id)).toHaveLength(3);
  });

  it("one conversation assigned dozens of times by overlapping jobs", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    await scene.agent("Ben");
    const session = await scene.visitor();
    await scene.rush(24);
    expect(await scene.owner(session)).toBe(anna.id);
    expect(await scene.story(session)).toEqual(["thread_closed", "agent_joined"]);
    const notifications = await scene.ctx.db.collection(`agents/${anna.id}/notifications`).get();
    expect(notifications.size).toBe(1);
  });

  it("any two writers (auto, manual, rule) race and the owner bounces", async () => {
    const scene = await Scene.open();
    const [anna, ben] = [await scene.agent("Anna"), await scene.agent("Ben")];
    const session = await scene.visitor();
    const params = { id: session.conversationId };
    const claims = [anna, ben].map(({ id, token }) =>
      scene.backend.call(endpoints.assignConversation, { params, body: { agentId: id }, as: token }),
    );
    const answers = await Promise.all([...claims, scene.rush(3).then(() => null)]);
    const owner = await scene.owner(session);
    expect((await scene.story(session)).filter((reason) => reason === "agent_joined")).toHaveLength(1);
    for (const answer of answers) {
      if (answer?.status === 200) expect(answer.body.assignedAgentId).toBe(owner);
      else if (answer) expect(answer.error.type).toBe("not_allowed");
    }
  });

  it("a task that comes late does not overwrite a manual assignment", async () => {
    const scene = await Scene.open();
    await scene.agent("Anna");
    const ben = await scene.agent("Ben");
    const session = await scene.visitor();
    const [task] = scene.backend.tasks.take();
    const params = { id: session.conversationId };
    await scene.backend.call(endpoints.assignConversation, {
      params,
      body: { agentId: ben.id },
      as: ben.token,
    });
    if (task) await deliver(task, scene.ctx);
    expect(await scene.owner(session)).toBe(ben.id);
    expect((await scene.assignment(session)).decision).toMatchObject({
      strategy: "manual",
      chosenAgentId: ben.id,
    });
  });

  it("stale snapshot: assigned to someone who is no longer in the team", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    const session = await scene.visitor();
    const params = { id: scene.groupId, agentId: anna.id };
    await scene.backend.call(endpoints.removeGroupAgent, { params, as: scene.supervisor });
    await scene.settle();
    expect(await scene.owner(session)).toBeNull();
  });

  it("full -> waits; a slot frees; a newer chat takes it, the older stays stuck", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna", { maxConcurrentChats: 1 });
    const first = await scene.visitor();
    await scene.settle();
    const older = await scene.visitor();
    await scene.settle();
    await scene.close(first);
    const newer = await scene.visitor();
    // The newer one's task comes first; the slot still belongs to the older one.
    scene.backend.tasks.held.reverse();
    await scene.settle();
    expect(await scene.owners([older, newer])).toEqual([anna.id, null]);
  });

  it("everyone offline on arrival; nothing happens when someone comes online", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna", { status: "offline" });
    const sessions = await scene.visitors(3);
    await scene.settle();
    expect(await scene.owners(sessions)).toEqual([null, null, null]);
    await scene.update(anna.id, { status: "online" });
    await scene.settle();
    expect(await scene.owners(sessions)).toEqual([anna.id, anna.id, anna.id]);
  });

  it("a re-opened chat goes back to an offline former owner", async () => {
    const scene = await Scene.open({ routingStrategy: "sticky" });
    const [anna, ben] = [await scene.agent("Anna"), await scene.agent("Ben", { acceptingChats: false })];
    const session = await scene.visitor();
    await scene.settle();
    await scene.close(session);
    await scene.update(anna.id, { status: "offline" });
    await scene.update(ben.id, { acceptingChats: true });
    const params = { id: session.conversationId };
    await scene.backend.call(endpoints.reopenConversation, { params, as: scene.supervisor });
    await scene.settle();
    expect(await scene.owner(session)).toBe(ben.id);
  });

  it("round robin restarts or always takes the first when the list changes", async () => {
    const scene = await Scene.open();
    const [anna, ben] = [await scene.agent("Anna"), await scene.agent("Ben")];
    const sessions = await scene.visitors(1);
    await scene.settle();
    const chloe = await scene.agent("Chloe");
    for (let i = 0; i < 5; i++) {
      sessions.push(await scene.visitor());
      await scene.settle();
    }
    expect(await scene.owners(sessions)).toEqual([anna.id, ben.id, chloe.id, anna.id, ben.id, chloe.id]);
  });

  it("round robin goes on where it was after many were assigned at once", async () => {
    const scene = await Scene.open();
    const [anna, ben, chloe] = [
      await scene.agent("Anna"),
      await scene.agent("Ben"),
      await scene.agent("Chloe"),
    ];
    const burst = await scene.visitors(4);
    await scene.settle();
    expect(await scene.owners(burst)).toEqual([anna.id, ben.id, chloe.id, anna.id]);
    const next = await scene.visitors(3);
    await scene.settle();
    expect(await scene.owners(next)).toEqual([ben.id, chloe.id, anna.id]);
  });

  it("round robin is fair to the last one, also when assignments run at once and agents leave and return", async () => {
    const scene = await Scene.open();
    const team = await Promise.all(
      ["Anna", "Ben", "Chloe", "Dan"].map((name) => scene.agent(name, { maxConcurrentChats: 20 })),
    );
    const counts = async () =>
      Promise.all(team.map(async ({ id }) => (await scene.agentNow(id)).activeChats));
    await scene.visitors(9);
    await scene.rush(2);
    await scene.settle();
    expect((await counts()).toSorted()).toEqual([2, 2, 2, 3]);
    const [anna] = team;
    if (!anna) throw new Error("Four work here.");
    await scene.update(anna.id, { status: "away" });
    await scene.visitors(6);
    await scene.rush(2);
    await scene.settle();
    await scene.update(anna.id, { status: "online" });
    // Who was away gets its turn, not everything that it missed.
    await scene.visitors(8);
    await scene.rush(2);
    await scene.settle();
    const [annas = 0, ...others] = await counts();
    expect(annas).toBeLessThanOrEqual(3 + 2);
    expect(Math.max(...others) - Math.min(...others)).toBeLessThanOrEqual(1);
  });

  it("round robin counts who was given something by hand", async () => {
    const scene = await Scene.open();
    const [anna, ben] = [await scene.agent("Anna"), await scene.agent("Ben")];
    const claimed = await scene.visitor();
    const call = { params: { id: claimed.conversationId }, body: { agentId: anna.id } };
    await scene.backend.call(endpoints.assignConversation, { ...call, as: anna.token });
    const next = await scene.visitor();
    await scene.settle();
    expect(await scene.owner(next)).toBe(ben.id);
  });

  it('"fewest chats" counts chats of all time, so who returns from holiday gets everything', async () => {
    const scene = await Scene.open({ routingStrategy: "least_loaded" });
    const anna = await scene.agent("Anna", { maxConcurrentChats: 10 });
    for (const session of await scene.visitors(4)) {
      await scene.settle();
      await scene.close(session);
    }
    const ben = await scene.agent("Ben", { maxConcurrentChats: 10 });
    const sessions = await scene.visitors(4);
    await scene.settle();
    const owners = await scene.owners(sessions);
    expect(owners.filter((owner) => owner === anna.id)).toHaveLength(2);
    expect(owners.filter((owner) => owner === ben.id)).toHaveLength(2);
  });

  it("routing picks a full agent, is refused, picks the same again for ever", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna", { maxConcurrentChats: 1 });
    const ben = await scene.agent("Ben", { maxConcurrentChats: 1 });
    const sessions = await scene.visitors(3);
    await scene.rush();
    await scene.settle();
    expect(new Set(await scene.owners(sessions))).toEqual(new Set([anna.id, ben.id, null]));
    const waiting = sessions[2];
    if (!waiting) throw new Error("Three came.");
    const job = await scene.assignment(waiting);
    expect(job).toMatchObject({ state: "waiting", decision: { chosenAgentId: null } });
    const reasons = job.decision?.candidates.map(({ refusedBecause }) => refusedBecause);
    expect(reasons).toEqual(["at_limit", "at_limit"]);
  });

  it("room open, no owner, in no queue", async () => {
    const scene = await Scene.open();
    const other = await scene.backend.people.group("Support");
    const anna = await scene.agent("Anna");
    const session = await scene.visitor();
    await scene.settle();
    const { backend, supervisor } = scene;
    const params = { id: session.conversationId };
    await backend.call(endpoints.transferConversation, { params, body: { groupId: other }, as: anna.token });
    expect(await scene.conversation(session)).toMatchObject({ status: "pending", queue: { position: 1 } });
    await backend.call(endpoints.deleteGroup, { params: { id: other }, as: supervisor });
    expect(await scene.conversation(session)).toMatchObject({ groupId: scene.groupId, status: "pending" });
    await scene.settle();
    expect(await scene.owner(session)).toBe(anna.id);
    await backend.call(endpoints.deleteAgent, { params: { id: anna.id }, as: supervisor });
    expect(await scene.conversation(session)).toMatchObject({ status: "pending", queue: { position: 1 } });
    expect(await scene.story(session)).toContain("agent_deleted");
  });

  it("one visitor, two open conversations (check, then act)", async () => {
    const scene = await Scene.open();
    const first = await scene.visitor();
    await scene.close(first);
    const { sessionToken } = first;
    const again = () => scene.backend.startSession({ sessionToken, message: "Again" });
    const ids = (await Promise.all([again(), again(), again()])).map(({ conversationId }) => conversationId);
    expect(new Set(ids).size).toBe(1);
  });

  it("idle chats let agents exceed their limit", async () => {
    const settings = { ...DEFAULT_GROUP_SETTINGS, visitorInactivitySeconds: 300 };
    const scene = await Scene.open({ settings });
    const anna = await scene.agent("Anna", { maxConcurrentChats: 1 });
    const idle = await scene.visitor();
    await scene.settle();
    const { activeThreadId } = await scene.conversation(idle);
    const params = { id: activeThreadId ?? "" };
    await scene.backend.call(endpoints.addEvent, { params, body: { text: "Yes?" }, as: anna.token });
    const next = await scene.visitor();
    scene.backend.clock.advance(299);
    await scene.settle();
    expect(await scene.owner(next)).toBeNull();
    scene.backend.clock.advance(2);
    await scene.settle();
    expect(await scene.story(idle)).toContain("visitor_inactive");
    expect(await scene.owner(next)).toBe(anna.id);
    expect((await scene.agentNow(anna.id)).activeChats).toBe(1);
  });

  it("an enqueue that fails after the commit: the visitor gets an answer and the sweep assigns", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    scene.backend.tasks.failure = new Error("Cloud Tasks cannot be reached");
    const session = await scene.visitor();
    expect(await scene.owner(session)).toBeNull();
    scene.backend.clock.advance(6);
    expect(await sweep(scene.ctx)).toMatchObject({ stuck: 1 });
    expect(await scene.owner(session)).toBe(anna.id);
    expect(await sweep(scene.ctx)).toEqual({ deadlines: 0, stuck: 0, counters: 0 });
  });
});
