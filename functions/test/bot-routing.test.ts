import { DEFAULT_GROUP_SETTINGS } from "@livechat/contract";
import { beforeEach, expect, it } from "vitest";
import { sweep } from "../src/maintenance/sweep.ts";
import { recordBotFailure, recordBotSuccess } from "../src/reassign/bot-health.ts";
import { deliverAll } from "./deliver.ts";
import { type Backend, startBackend } from "./harness.ts";

const PAUSE_SECONDS = 600;

let backend: Backend;
let bot: { id: string };

beforeEach(async () => {
  backend = await startBackend();
  const settings = { ...DEFAULT_GROUP_SETTINGS, priorities: { robbie: "first" as const } };
  const groupId = await backend.people.group("Sales", { isDefault: true, settings });
  bot = await backend.people.agent("Robbie", {
    id: "robbie",
    groupIds: [groupId],
    priorities: { [groupId]: "first" },
    kind: "bot",
    maxConcurrentChats: 500,
  });
});

async function owner() {
  const { conversationId } = await backend.startSession({ message: "Hello?" });
  await deliverAll(backend);
  return (await backend.ctx.db.doc(`conversations/${conversationId}`).get()).get("assignedAgentId");
}

it("a bot is assigned conversations, and none while it is paused after three failures in a row", async () => {
  expect(await owner()).toBe(bot.id);
  const failures = [];
  for (let i = 0; i < 3; i++) failures.push(await recordBotFailure(bot.id, backend.ctx));
  expect(failures).toEqual([false, false, true]);
  expect(await owner()).toBeNull();
});

it("a success in between ends the row", async () => {
  await recordBotFailure(bot.id, backend.ctx);
  await recordBotFailure(bot.id, backend.ctx);
  await recordBotSuccess(bot.id, backend.ctx);
  expect(await recordBotFailure(bot.id, backend.ctx)).toBe(false);
  expect(await owner()).toBe(bot.id);
});

it.each(["its task", "the sweep"])("a pause ends in time, by %s, and what waits is assigned", async (by) => {
  for (let i = 0; i < 3; i++) await recordBotFailure(bot.id, backend.ctx);
  const { conversationId } = await backend.startSession({ message: "Hello?" });
  if (by === "the sweep") backend.tasks.take();
  backend.clock.advance(PAUSE_SECONDS);
  for (let minute = 0; minute < 10; minute++) {
    if (by === "the sweep") await sweep(backend.ctx);
    await deliverAll(backend);
    backend.clock.advance(60);
  }
  const conversation = await backend.ctx.db.doc(`conversations/${conversationId}`).get();
  expect(conversation.get("assignedAgentId")).toBe(bot.id);
});
