import { type Event, endpoints } from "@livechat/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemTextsFor, describe as word } from "../../chat-ui/src/index.ts";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.stop());

/** What the system has said in the conversation, as type and metadata. */
async function systemEvents(id: string, token: string): Promise<Event[]> {
  const { body } = await backend.call(endpoints.listConversationEvents, {
    as: token,
    params: { id },
    query: { limit: "100" },
  });
  return body.items.filter(({ type }) => type === "system");
}

it("say who and where as data, so that every client words them in its reader's language", async () => {
  const salesId = await backend.people.group("Sales", { isDefault: true });
  const supportId = await backend.people.group("Support");
  const anna = await backend.people.agent("Anna", { groupIds: [salesId, supportId] });
  const ben = await backend.people.agent("Ben", { groupIds: [salesId, supportId] });
  const agentAvatarUrl = "https://shop.example/ben.jpg";
  await backend.call(endpoints.updateAgent, {
    as: ben.token,
    params: { id: ben.id },
    body: { avatarUrl: agentAvatarUrl },
  });
  const { conversationId: id, sessionToken } = await backend.startSession({ message: "Hello?" });
  await backend.call(endpoints.assignConversation, {
    as: anna.token,
    params: { id },
    body: { agentId: anna.id },
  });
  await backend.call(endpoints.transferConversation, {
    as: anna.token,
    params: { id },
    body: { agentId: ben.id },
  });
  await backend.call(endpoints.transferConversation, {
    as: ben.token,
    params: { id },
    body: { groupId: supportId },
  });
  await backend.call(endpoints.closeConversation, { as: sessionToken, params: { id } });
  const said = await systemEvents(id, sessionToken);
  const [byAnna, byBen] = [anna, ben].map(({ id: agentId }, at) => ({
    agentId,
    agentName: ["Anna", "Ben"][at],
  }));
  const toSupport = { groupId: supportId, groupName: "Support" };
  expect(said.map(({ systemType, metadata }) => [systemType, metadata])).toEqual([
    ["thread_closed", byAnna],
    ["agent_joined", byAnna],
    ["transferred", byBen],
    ["agent_joined", { ...byBen, agentAvatarUrl }],
    ["transferred", toSupport],
    ["transferred", toSupport],
    ["conversation_closed", { closedBy: "visitor" }],
  ]);
  const german = systemTextsFor("de");
  expect(said.map((event) => word(event, german, "agent"))).toEqual([
    "Anna übernimmt",
    "Anna ist jetzt da",
    "An Ben übergeben",
    "Ben ist jetzt da",
    "An die Gruppe Support übergeben",
    "An die Gruppe Support übergeben",
    "Das Gespräch wurde vom Besucher beendet",
  ]);
});

it("are read backwards from any event, page by page, without gaps", async () => {
  const { conversationId: id, sessionToken, threadId } = await backend.startSession({ message: "1" });
  for (const text of ["2", "3", "4", "5"])
    await backend.call(endpoints.addEvent, { as: sessionToken, params: { id: threadId }, body: { text } });
  const before = async (beforeSeq: number) => {
    const query = { beforeSeq: String(beforeSeq), limit: "2" };
    const { body } = await backend.call(endpoints.listConversationEvents, {
      as: sessionToken,
      params: { id },
      query,
    });
    expect(body.nextPageToken).toBe(null);
    return body.items.map(({ seq }) => seq);
  };
  expect(await before(1_000_000_000)).toEqual([4, 5]);
  expect(await before(4)).toEqual([2, 3]);
  expect(await before(2)).toEqual([1]);
  expect(await before(1)).toEqual([]);
});
