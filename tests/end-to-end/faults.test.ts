import { endpoints, type Session } from "@livechat/contract";
import { beforeAll, expect, it } from "vitest";
import { DEFAULT_REGION } from "../../functions/src/platform/deployment.ts";
import { PROJECT_ID } from "../../local/demo/demo.ts";
import { addresses } from "../addresses.ts";
import {
  api,
  close,
  hire,
  loginAdmin,
  makeGroup,
  readAgent,
  readConversation,
  startSession,
  type TeamMember,
  until,
  untilActive,
} from "./people.ts";

const QUEUE = "assignConversation";

let admin = "";
let dora: TeamMember;
let groupId = "";

beforeAll(async () => {
  admin = await loginAdmin();
  dora = await hire(admin);
  groupId = await makeGroup(admin, "round_robin", [dora]);
});

/** Calls the task function as Cloud Tasks does. */
async function deliver(data: Record<string, unknown>): Promise<number> {
  const response = await fetch(`${addresses.functions}/${QUEUE}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ data }),
  });
  await response.text();
  return response.status;
}

async function events(session: Session) {
  const params = { id: session.conversationId };
  return (await api.call(endpoints.listConversationEvents, { token: admin, params })).body.items;
}

it("changes nothing when a task is delivered again, twice at once", async () => {
  const session = await startSession(groupId);
  const active = await untilActive(session);
  const before = await events(session);
  const data = { conversationId: session.conversationId, groupId };
  const statuses = await Promise.all([deliver(data), deliver(data)]);
  expect(statuses.filter((status) => status >= 400)).toEqual([]);
  expect(await readConversation(session)).toEqual(active);
  expect(await events(session)).toEqual(before);
  expect((await readAgent(dora)).activeChats).toBe(1);
  await close(session);
});

it("does nothing for a conversation that is not there", async () => {
  expect(await deliver({ conversationId: "never-heard-of", groupId })).toBeLessThan(300);
  expect(await deliver({ conversationId: "never-heard-of", groupId: "nor-of-this" })).toBeLessThan(300);
});

/** Puts another queue in the place of the emulator's. Tasks of the one before are lost. */
async function replaceQueue(maxConcurrentDispatches: number): Promise<void> {
  const path = `/projects/${PROJECT_ID}/locations/${DEFAULT_REGION}/queues/${QUEUE}`;
  const response = await fetch(addresses.tasks + path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      defaultUri: `${addresses.functions}/${QUEUE}`,
      rateLimits: { maxConcurrentDispatches },
      retryConfig: { maxAttempts: 10, minBackoffSeconds: 1, maxBackoffSeconds: 300 },
    }),
  });
  if (!response.ok) throw new Error(`The queue was not replaced: ${response.status}`);
}

it("assigns by the sweep what the queue lost", async () => {
  await replaceQueue(0);
  const session = await startSession(groupId);
  expect((await readConversation(session)).status).toBe("pending");
  await replaceQueue(5);
  expect((await untilActive(session)).assignedAgentId).toBe(dora.id);
  await close(session);
  await until(
    () => readAgent(dora),
    (agent) => agent.activeChats === 0,
  );
});
