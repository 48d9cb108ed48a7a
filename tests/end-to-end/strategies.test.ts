import { endpoints } from "@livechat/contract";
import { beforeAll, expect, it } from "vitest";
import {
  api,
  close,
  hire,
  loginAdmin,
  makeGroup,
  startSession,
  type TeamMember,
  untilActive,
} from "./people.ts";

let admin = "";
let one: TeamMember;
let two: TeamMember;

beforeAll(async () => {
  admin = await loginAdmin();
});

/** Two agents, of whom the second has more room. */
async function hireTwo(): Promise<void> {
  one = await hire(admin, 2);
  two = await hire(admin, 4);
}

async function whoGets(groupId: string, sessions: number): Promise<(string | null)[]> {
  const owners: (string | null)[] = [];
  for (let count = 0; count < sessions; count++) {
    owners.push((await untilActive(await startSession(groupId))).assignedAgentId);
  }
  return owners;
}

it("round_robin takes turns", async () => {
  await hireTwo();
  const groupId = await makeGroup(admin, "round_robin", [one, two]);
  const owners = await whoGets(groupId, 4);
  expect(new Set(owners.slice(0, 2))).toEqual(new Set([one.id, two.id]));
  expect(owners.slice(2)).toEqual(owners.slice(0, 2));
});

it("least_loaded takes the agent with the most room", async () => {
  await hireTwo();
  const groupId = await makeGroup(admin, "least_loaded", [one, two]);
  const owners = await whoGets(groupId, 3);
  expect(owners.slice(0, 2)).toEqual([two.id, two.id]);
  expect([one.id, two.id]).toContain(owners[2]);
});

it("sticky goes back to the visitor's agent, though another has more room", async () => {
  one = await hire(admin, 2);
  const groupId = await makeGroup(admin, "sticky", [one]);
  const first = await startSession(groupId);
  expect((await untilActive(first)).assignedAgentId).toBe(one.id);
  await close(first);
  two = await hire(admin, 4);
  await api.call(endpoints.addGroupAgents, {
    token: admin,
    params: { id: groupId },
    body: { agentIds: [two.id] },
  });
  const again = await startSession(groupId, first.sessionToken);
  expect(again.conversationId).not.toBe(first.conversationId);
  expect((await untilActive(again)).assignedAgentId).toBe(one.id);
  expect((await untilActive(await startSession(groupId))).assignedAgentId).toBe(two.id);
});

it("never goes beyond an agent's limit, and hands on when a slot frees", async () => {
  one = await hire(admin, 1);
  const groupId = await makeGroup(admin, "round_robin", [one]);
  const first = await startSession(groupId);
  await untilActive(first);
  const second = await startSession(groupId);
  await close(first);
  expect((await untilActive(second)).assignedAgentId).toBe(one.id);
});
