import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../contract/src/limits.ts";
import { isAllowed, type Person, World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

const mayReadVera = (person: Person) => isAllowed(world.as(person).doc("visitors/vera").get());
const chat = (facts: object) => world.store({ "conversations/chat": { ...facts } });

describe("who a visitor is", () => {
  it("is for the agents of the group that has the conversation now, not of the one before", async () => {
    await chat({ groupId: "support" });
    expect(await mayReadVera("agent of the group")).toBe(false);
    expect(await mayReadVera("agent of another group")).toBe(true);
  });

  it("is for the owner of the conversation, also of no group, not for the one before", async () => {
    expect(await mayReadVera("owner")).toBe(true);
    await world.store({
      "conversations/chat": { assignedAgentId: "otto" },
      "agents/olga": { activeConversationIds: [] },
    });
    expect(await mayReadVera("owner")).toBe(false);
    expect(await mayReadVera("agent of another group")).toBe(true);
  });

  it("is no more for an agent who is taken out of the group, while a listener runs", async () => {
    let snapshots = 0;
    let ended: string | null = null;
    const stop = world
      .as("agent of the group")
      .doc("visitors/vera")
      .onSnapshot(
        () => {
          snapshots += 1;
        },
        (error) => {
          ended = error.code;
        },
      );
    await expect.poll(() => snapshots).toBe(1);
    await world.store({ "agents/anna": { groupIds: [] } });
    await world.store({ "visitors/vera": { name: "Vera at home" } });
    await expect.poll(() => ended).toBe("permission-denied");
    expect(snapshots).toBe(1);
    stop();
  });

  it("is for who may see one of the last conversations, and not for who may see only an older one", async () => {
    const later = Array.from({ length: LIMITS.VISITOR_CONVERSATIONS_ASKED }, (_, at) => `later-${at}`);
    const elsewhere = Object.fromEntries(
      later.map((id) => [`conversations/${id}`, { visitorId: "vera", groupId: "x", assignedAgentId: null }]),
    );
    await world.store(elsewhere);
    await world.store({ "visitors/vera": { conversationIds: ["chat", ...later.slice(1)] } });
    expect(await mayReadVera("owner")).toBe(true);
    expect(await mayReadVera("agent of another group")).toBe(false);
    await world.store({ "visitors/vera": { conversationIds: ["chat", ...later] } });
    expect(await mayReadVera("owner")).toBe(false);
    expect(await mayReadVera("supervisor")).toBe(true);
  });

  it("can be read although one of the conversations is there no more", async () => {
    await world.store({ "visitors/vera": { conversationIds: ["chat", "erased"] } });
    expect(await mayReadVera("owner")).toBe(true);
    expect(await mayReadVera("agent of another group")).toBe(false);
  });
});
