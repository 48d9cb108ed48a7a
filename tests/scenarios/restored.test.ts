import { endpoints } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { deleteAgent, restoreAgent } from "../../functions/src/team/delete-agent.ts";
import { deleteGroup, restoreGroup } from "../../functions/src/team/delete-group.ts";
import { beforeTransaction } from "./intercept.ts";
import { Scene } from "./scene.ts";

describe("what comes back", () => {
  it("an agent whose priority was changed while it was deleted is routed to", async () => {
    const scene = await Scene.open();
    const { backend, groupId, supervisor: as } = scene;
    const anna = await scene.agent("Anna");
    const give = (priorities: Record<string, "first">) =>
      backend.call(endpoints.updateGroup, {
        params: { id: groupId },
        body: { settings: { priorities } },
        as,
      });
    await give({ [anna.id]: "first" });
    await backend.call(endpoints.deleteAgent, { params: { id: anna.id }, as });
    await give({});
    await backend.call(endpoints.restoreAgent, { params: { id: anna.id }, as });
    const session = await scene.visitor();
    await scene.settle();
    expect(await scene.owner(session)).toBe(anna.id);
  });

  it("an agent who is restored while its conversations are handed on keeps the rest", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    const sessions = await scene.visitors(3);
    await scene.settle();
    // The deletion, one conversation, and then the restoring before the second one.
    const db = beforeTransaction(scene.ctx.db, 3, () => restoreAgent(anna.id, scene.ctx));
    await deleteAgent(anna.id, { ...scene.ctx, db });
    expect(await scene.owners(sessions)).toEqual([null, anna.id, anna.id]);
    await scene.settle();
    expect(await scene.owners(sessions)).toEqual([anna.id, anna.id, anna.id]);
  });

  it("a group that is restored while its queue is moved keeps the rest", async () => {
    const scene = await Scene.open();
    const other = await scene.backend.people.group("Other");
    const session = await scene.backend.startSession({ groupId: other, message: "Hello?" });
    const db = beforeTransaction(scene.ctx.db, 2, () => restoreGroup(other, scene.ctx));
    await deleteGroup(other, { ...scene.ctx, db });
    expect(await scene.conversation(session)).toMatchObject({ groupId: other, status: "pending" });
    expect(await scene.story(session)).toEqual([]);
  });
});
