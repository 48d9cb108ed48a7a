import { endpoints } from "@livechat/contract";
import type { Page } from "playwright-core";
import { PASSWORD } from "../../local/demo/demo.ts";
import { api, hire, loginAdmin, makeGroup, type TeamMember } from "../end-to-end/people.ts";
import type { Agent, Fixture } from "./fixture.ts";

export interface Team {
  groupId: string;
  members: TeamMember[];
  adminToken: string;
}

/** A group of its own with agents who are not online yet, so that scenarios do not take each other's visitors. */
export async function team(size: number, maxConcurrentChats = 5): Promise<Team> {
  const adminToken = await loginAdmin();
  const members: TeamMember[] = [];
  for (let at = 0; at < size; at += 1) {
    const member = await hire(adminToken, maxConcurrentChats);
    const away = { token: member.token, params: { id: member.id }, body: { status: "offline" } as const };
    await api.call(endpoints.updateAgent, away);
    members.push(member);
  }
  return { groupId: await makeGroup(adminToken, "round_robin", members), members, adminToken };
}

/** The agent's e-mail is made from the name, as `hire` does. */
function emailOf(member: TeamMember | undefined): string {
  if (!member) throw new Error("The team has no such member.");
  return `${member.name.replaceAll(" ", "-").toLowerCase()}@livechat.test`;
}

export async function signIn(fixture: Fixture, member: TeamMember | undefined): Promise<Agent> {
  return fixture.agent(emailOf(member), PASSWORD);
}

/** In the form that the page shows. */
export async function signInAgain(page: Page, member: TeamMember | undefined): Promise<void> {
  await page.getByLabel("E-mail").fill(emailOf(member));
  await page.getByLabel("Password").fill(PASSWORD);
  await page.keyboard.press("Enter");
}
