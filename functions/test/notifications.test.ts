import { endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sweep } from "../src/maintenance/sweep.ts";
import { LONG_WAIT } from "../src/maintenance/tell-long-waits.ts";
import { deliverAll } from "./deliver.ts";
import { type Backend, startBackend } from "./harness.ts";

type Person = { id: string; token: string };

let backend: Backend;
let sales: string;
let anna: Person;
let ben: Person;
let sue: Person;

beforeEach(async () => {
  backend = await startBackend();
  const { people } = backend;
  sales = await people.group("Sales", { isDefault: true });
  anna = await people.agent("Anna", { groupIds: [sales] });
  ben = await people.agent("Ben", { groupIds: [sales] });
  sue = await people.agent("Sue", { role: "supervisor", status: "offline" });
});
afterEach(() => backend.stop());

const told = async ({ token }: Person) => {
  const { items } = (await backend.call(endpoints.listNotifications, { as: token })).body;
  return items.map(({ type, conversationId, text }) => ({ type, conversationId, text }));
};
const typesOf = async (person: Person) => (await told(person)).map(({ type }) => type);
const assign = (as: Person, id: string, to: Person) =>
  backend.call(endpoints.assignConversation, {
    as: as.token,
    params: { id },
    body: { agentId: to.id, force: true },
  });
const transfer = (as: Person, id: string, body: { agentId: string } | { groupId: string }) =>
  backend.call(endpoints.transferConversation, { as: as.token, params: { id }, body });

describe("an agent is told of a chat that is taken away", () => {
  it("by a supervisor, to another agent or back to the queue; not of one that they pass on or close", async () => {
    const { conversationId: id } = await backend.startSession({ message: "Where is my order?" });
    await assign(sue, id, anna);
    await assign(sue, id, ben);
    expect((await told(anna))[0]).toEqual({
      type: "taken_away",
      conversationId: id,
      text: "Where is my order?",
    });
    await transfer(sue, id, { groupId: sales });
    expect(await typesOf(ben)).toEqual(["taken_away", "assigned"]);
    await assign(sue, id, ben);
    await transfer(ben, id, { agentId: anna.id });
    await backend.call(endpoints.closeConversation, { as: sue.token, params: { id } });
    expect(await typesOf(ben)).toEqual(["assigned", "taken_away", "assigned"]);
    expect((await typesOf(anna))[0]).toBe("transferred");
  });

  it("by a deadline", async () => {
    const seconds = 60;
    await backend.call(endpoints.updateGroup, {
      as: (await backend.people.agent("Ada", { role: "admin", status: "offline" })).token,
      params: { id: sales },
      body: { settings: { answerDeadlineSeconds: seconds } },
    });
    const { conversationId: id } = await backend.startSession();
    await assign(sue, id, anna);
    backend.clock.advance(seconds + 1);
    await sweep(backend.ctx);
    expect(await typesOf(anna)).toContain("taken_away");
  });
});

describe("who waits for long", () => {
  const wait = async (seconds: number) => {
    backend.clock.advance(seconds);
    await sweep(backend.ctx);
  };

  it("is told once to each agent of the group who is at work, and to nobody before", async () => {
    const cora = await backend.people.agent("Cora", { groupIds: [sales], status: "offline" });
    const otto = await backend.people.agent("Otto", { groupIds: [await backend.people.group("Support")] });
    for (const { id, token } of [anna, ben]) {
      await backend.call(endpoints.updateAgent, {
        as: token,
        params: { id },
        body: { acceptingChats: false },
      });
    }
    const { conversationId } = await backend.startSession({ message: "Anybody?" });
    await deliverAll(backend);
    await wait(LONG_WAIT.SECONDS - 10);
    expect(await told(anna)).toEqual([]);
    for (const seconds of [10, 30, 30]) await wait(seconds);
    for (const person of [anna, ben]) {
      expect(await told(person)).toEqual([{ type: "waiting", conversationId, text: "Anybody?" }]);
    }
    for (const person of [cora, otto, sue]) expect(await told(person)).toEqual([]);
  });

  it("is not told of one that somebody has by then", async () => {
    const { conversationId } = await backend.startSession();
    await assign(sue, conversationId, anna);
    await wait(LONG_WAIT.SECONDS + 5);
    expect(await typesOf(ben)).toEqual([]);
  });
});
