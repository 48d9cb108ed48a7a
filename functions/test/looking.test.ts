import { endpoints } from "@livechat/contract";
import { beforeEach, describe, expect, it } from "vitest";
import { presences } from "../src/store/presence.ts";
import { deliverAll } from "./deliver.ts";
import { type Backend, startBackend } from "./harness.ts";

interface Person {
  id: string;
  token: string;
}

let backend: Backend;
let anna: Person;
let ben: Person;
let carl: Person;
let sue: Person;
let chat: string;

beforeEach(async () => {
  backend = await startBackend();
  const { people } = backend;
  const [sales, support] = [await people.group("Sales", { isDefault: true }), await people.group("Support")];
  anna = await people.agent("Anna", { groupIds: [sales] });
  chat = (await backend.startSession({ message: "Hello?" })).conversationId;
  await deliverAll(backend);
  ben = await people.agent("Ben", { groupIds: [sales] });
  carl = await people.agent("Carl", { groupIds: [support] });
  sue = await people.agent("Sue", { role: "supervisor" });
});

interface Open {
  conversationId?: string;
  writing?: boolean;
  consoleId?: string;
  leaving?: boolean;
  listed?: string[];
}

async function beat({ id, token }: Person, open: Open) {
  const body = { consoleId: "desk", ...open };
  const { status, body: told } = await backend.call(endpoints.heartbeat, { params: { id }, body, as: token });
  expect(status).toBe(200);
  return told;
}

/** Who else looks, as a heartbeat is told. */
const look = async (person: Person, open: Open) => (await beat(person, open)).looking;

/** Who else looks at what a list shows. */
const lookAtList = async (person: Person, listed: string[], open: Open = {}) =>
  (await beat(person, { ...open, listed })).lookingAtListed;

describe("a conversation that is open on several consoles", () => {
  it("names the others to each, and who of them writes", async () => {
    expect(await look(anna, { conversationId: chat })).toEqual([]);
    expect(await look(ben, { conversationId: chat, writing: true })).toEqual([
      { agentId: anna.id, writing: false },
    ]);
    expect(await look(anna, { conversationId: chat })).toEqual([{ agentId: ben.id, writing: true }]);
  });

  it("names nobody twice, and not oneself on another console", async () => {
    await look(ben, { conversationId: chat });
    await look(ben, { conversationId: chat, consoleId: "phone", writing: true });
    expect(await look(anna, { conversationId: chat })).toEqual([{ agentId: ben.id, writing: true }]);
    expect(await look(ben, { conversationId: chat })).toEqual([{ agentId: anna.id, writing: false }]);
  });

  it("is looked at no more by who opens another, closes the console, or is heard of no more", async () => {
    const told = () => look(anna, { conversationId: chat });
    await look(ben, { conversationId: chat });
    expect(await told()).toHaveLength(1);
    await look(ben, {});
    expect(await told()).toEqual([]);
    await look(ben, { conversationId: chat });
    await look(ben, { leaving: true });
    expect(await told()).toEqual([]);
    await look(ben, { conversationId: chat });
    expect(await told()).toHaveLength(1);
    backend.clock.advance(backend.ctx.config.leaseSeconds + 1);
    expect(await told()).toEqual([]);
  });

  it("never names who supervises, but is no secret to them", async () => {
    await look(anna, { conversationId: chat });
    expect(await look(sue, { conversationId: chat, writing: true })).toEqual([
      { agentId: anna.id, writing: false },
    ]);
    expect(await look(anna, { conversationId: chat })).toEqual([]);
    expect(await presences.get(backend.ctx.db, sue.id)).toMatchObject({ looks: {}, lookedAt: [] });
  });

  it("is neither told nor told of to who may not see it, or when it is not there", async () => {
    await look(anna, { conversationId: chat });
    expect(await look(carl, { conversationId: chat })).toEqual([]);
    expect(await look(anna, { conversationId: chat })).toEqual([]);
    expect(await look(anna, { conversationId: "no-such-chat" })).toEqual([]);
  });

  it("costs no write more, and reads only while it is open: one for each who looks", async () => {
    const costOf = async (who: Person, open: Open) => {
      await look(who, open);
      backend.emulator.meter.reset(backend.projectId);
      await look(who, open);
      const { documentReads: reads, documentWrites: writes } = backend.emulator.meter.usage(
        backend.projectId,
      );
      return { reads, writes };
    };
    const idle = await costOf(anna, {});
    expect(idle.writes).toBe(1);
    const alone = await costOf(anna, { conversationId: chat });
    expect(alone).toEqual({ reads: idle.reads + 1, writes: 1 });
    // A colleague's own look reads the conversation, the colleague and the owner.
    expect(await costOf(ben, { conversationId: chat })).toEqual({ reads: idle.reads + 3, writes: 1 });
    expect(await costOf(anna, { conversationId: chat })).toEqual({ reads: idle.reads + 2, writes: 1 });
  });
});

describe("conversations of a list", () => {
  const bens = (writing = false) => [{ conversationId: chat, agentId: ben.id, writing }];

  it("name who has one open, whatever is open beside the list", async () => {
    await look(ben, { conversationId: chat, writing: true });
    expect(await lookAtList(anna, ["other", chat, chat])).toEqual(bens(true));
    expect(await lookAtList(anna, [chat], { conversationId: chat })).toEqual(bens(true));
    expect(await lookAtList(anna, ["other"], { conversationId: chat })).toEqual([]);
    expect(await lookAtList(anna, [])).toEqual([]);
    expect(await lookAtList(sue, [chat])).toEqual(bens(true));
    await look(ben, {});
    expect(await lookAtList(anna, [chat])).toEqual([]);
  });

  it("tell nobody of who supervises, and nothing to who may not see them or is leaving", async () => {
    await look(sue, { conversationId: chat });
    expect(await lookAtList(anna, [chat])).toEqual([]);
    await look(ben, { conversationId: chat });
    expect(await lookAtList(carl, [chat])).toEqual([]);
    expect(await lookAtList(anna, [chat], { leaving: true })).toEqual([]);
  });

  it("cost one read, and one for each who looks; with one open besides no more than that", async () => {
    const costOf = async (open: Open) => {
      await beat(anna, open);
      backend.emulator.meter.reset(backend.projectId);
      await beat(anna, open);
      return backend.emulator.meter.usage(backend.projectId);
    };
    const { documentReads: idle } = await costOf({});
    const listed = [chat, ...Array.from({ length: 20 }, (_, at) => `other-${at}`)];
    expect(await costOf({ listed })).toMatchObject({ documentReads: idle + 1, documentWrites: 1 });
    const open = { listed, conversationId: chat };
    expect(await costOf(open)).toMatchObject({ documentReads: idle + 1, documentWrites: 1 });
    await look(ben, { conversationId: chat });
    expect(await costOf({ listed })).toMatchObject({ documentReads: idle + 1, documentWrites: 1 });
    expect(await costOf(open)).toMatchObject({ documentReads: idle + 2, documentWrites: 1 });
  });
});
