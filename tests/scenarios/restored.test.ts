import { endpoints } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { deleteAgent, restoreAgent } from "../../functions/src/team/delete-agent.ts";
import { deleteGroup, restoreGroup } from "../../functions/src/team/delete-group.ts";
import { Fixture } from "./fixture.ts";
import { beforeTransaction } from "./intercept.ts";

describe("what comes back", () => {
  it("an agent whose priority was changed while it was deleted is routed to", async () => {
    const fixture = await Fixture.open();
    const { backend, groupId, supervisor: as } = fixture;
    const anna = await fixture.agent("Anna");
    const prioritise = (priorities: Record<string, "first">) =>
      backend.call(endpoints.updateGroup, {
        params: { id: groupId },
        body: { settings: { priorities } },
        as,
      });
    await prioritise({ [anna.id]: "first" });
    await backend.call(endpoints.deleteAgent, { params: { id: anna.id }, as });
    await prioritise({});
    await backend.call(endpoints.restoreAgent, { params: { id: anna.id }, as });
    const session = await fixture.visitor();
    await fixture.settle();
    expect(await fixture.owner(session)).toBe(anna.id);
  });

  it("an agent who is restored while its conversations are handed on keeps the rest", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    const sessions = await fixture.visitors(3);
    await fixture.settle();
    // The deletion, one conversation, and then the restoring before the second one.
    const db = beforeTransaction(fixture.ctx.db, 3, () => restoreAgent(anna.id, fixture.ctx));
    await deleteAgent(anna.id, { ...fixture.ctx, db });
    expect(await fixture.owners(sessions)).toEqual([null, anna.id, anna.id]);
    await fixture.settle();
    expect(await fixture.owners(sessions)).toEqual([anna.id, anna.id, anna.id]);
  });

  it("a group that is restored while its queue is moved keeps the rest", async () => {
    const fixture = await Fixture.open();
    const other = await fixture.backend.people.group("Other");
    const session = await fixture.backend.startSession({ groupId: other, message: "Hello?" });
    const db = beforeTransaction(fixture.ctx.db, 2, () => restoreGroup(other, fixture.ctx));
    await deleteGroup(other, { ...fixture.ctx, db });
    expect(await fixture.conversation(session)).toMatchObject({ groupId: other, status: "pending" });
    expect(await fixture.story(session)).toEqual([]);
  });
});
