import { endpoints } from "@livechat/contract";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { addresses } from "../addresses.ts";
import { api, hire, startSession, untilActive } from "../end-to-end/people.ts";
import { type Fixture, PATIENCE_MS } from "./fixture.ts";
import { signIn, team } from "./team.ts";
import { useFixture } from "./use-fixture.ts";

const patiently = { timeout: PATIENCE_MS };
const { hosting } = addresses;

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

describe("the filters of the inbox", () => {
  it("stand in the address: a reload, the way back and a link that is passed on keep them", async () => {
    const { groupId, members } = await team(2);
    const [anna, ben] = [await signIn(fixture, members[0]), await signIn(fixture, members[1])];
    const chats = [await startSession(groupId), await startSession(groupId)];
    const owned = [];
    for (const chat of chats) owned.push(await untilActive(chat));
    const urgent = owned.find(({ assignedAgentId }) => assignedAgentId === members[1]?.id);
    const params = { id: urgent?.id ?? "" };
    const body = { priority: "urgent" } as const;
    await api.call(endpoints.updateConversation, { token: members[1]?.token ?? "", params, body });
    const { page } = anna;
    await page.goto(`${hosting}/console/inbox/group-${groupId}`);
    const rows = page.locator(".row");
    await expect.poll(() => rows.count(), patiently).toBe(2);
    await page.getByRole("button", { name: "Filter the list" }).click();
    const panel = page.getByRole("dialog", { name: "Filter the list" });
    await panel.getByLabel("Priority").selectOption("urgent");
    await expect.poll(() => rows.count(), patiently).toBe(1);
    await fixture.picture(page, "75-filter");
    await page.emulateMedia({ colorScheme: "dark" });
    await fixture.picture(page, "75-filter-dark");
    await page.emulateMedia({ colorScheme: "light" });
    await panel.getByLabel("Owner").selectOption({ label: members[1]?.name ?? "" });
    await page.keyboard.press("Escape");
    await page.getByText(`Owner: ${members[1]?.name} · Priority: Urgent`).waitFor();
    expect(page.url()).toContain(`/inbox/group-${groupId}?`);
    await page.reload();
    await expect.poll(() => rows.count(), patiently).toBe(1);
    await rows.first().click();
    await page.locator(".conversation .message").first().waitFor();
    expect(page.url()).toContain(`/${params.id}?`);
    await fixture.picture(page, "75-filtered");
    await page.goBack();
    await page.goBack();
    await page.getByText("Priority: Urgent", { exact: true }).waitFor();
    expect(page.url()).not.toContain("owner=");
    const shared = page.url();
    await page.goBack();
    await expect.poll(() => rows.count(), patiently).toBe(2);
    await ben.page.goto(shared);
    await ben.page.getByText("Priority: Urgent", { exact: true }).waitFor();
    await expect.poll(() => ben.page.locator(".row").count(), patiently).toBe(1);
    await ben.page.setViewportSize({ width: 360, height: 740 });
    await fixture.picture(ben.page, "75-filter-phone");
    await ben.page.goto(shared.replace("urgent", "low"));
    await ben.page.getByText("Nothing here.").waitFor();
    await ben.page.getByRole("button", { name: "Clear the filters" }).click();
    await expect.poll(() => ben.page.locator(".row").count(), patiently).toBe(2);
  });

  it("keep the order, too, and closing a chat leads back to the list as it was", async () => {
    const { groupId, members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    for (const chat of [await startSession(groupId), await startSession(groupId)]) await untilActive(chat);
    await agent.page.goto(`${hosting}/console/inbox/mine?unreplied=true`);
    await agent.page.getByRole("combobox", { name: "Order" }).selectOption("oldest");
    await expect.poll(() => agent.page.url(), patiently).toContain("?unreplied=true&sort=oldest");
    await agent.open("Hello?");
    await agent.close();
    await expect
      .poll(() => agent.page.url(), patiently)
      .toBe(`${hosting}/console/inbox/mine?unreplied=true&sort=oldest`);
    await expect.poll(() => agent.page.locator(".row").count(), patiently).toBe(1);
    await agent.page.reload();
    const order = agent.page.getByRole("combobox", { name: "Order" });
    await expect.poll(() => order.inputValue(), patiently).toBe("oldest");
  });
});

/** Has the console's heartbeat come now, as when its page is looked at again: otherwise there are three a minute. */
const beat = (page: Page) => page.evaluate(() => void document.dispatchEvent(new Event("visibilitychange")));

describe("a colleague who opens the same chat", () => {
  it("sees who has it, and is seen; who supervises is not, and the visitor hears of nobody", async () => {
    const { groupId, members, adminToken } = await team(1);
    const [anna] = members;
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Who is there?");
    const owner = await signIn(fixture, anna);
    await visitor.sees("joined");
    await owner.open("Who is there?");
    const ben = await hire(adminToken);
    const params = { id: groupId };
    await api.call(endpoints.addGroupAgents, { token: adminToken, params, body: { agentIds: [ben.id] } });
    const [colleague, supervisor] = [
      await signIn(fixture, ben),
      await signIn(fixture, await hire(adminToken, 5, "supervisor")),
    ];
    await beat(owner.page);
    await supervisor.page.goto(owner.page.url().replace("/mine/", "/all/"));
    await colleague.page.goto(owner.page.url().replace("/mine/", "/groups/"));
    const told = (page: Page) => page.locator(".lookers");
    await told(colleague.page).getByText(`${anna?.name} is looking at this chat, too.`).waitFor();
    const toldAfterBeat = (page: Page) => async () => {
      await beat(page);
      return told(page).textContent();
    };
    const onceASecond = { timeout: PATIENCE_MS, interval: 1_000 };
    const aboutBen = `${ben.name} is looking at this chat, too.`;
    await expect.poll(toldAfterBeat(owner.page), onceASecond).toBe(aboutBen);
    // The row in the list says so, too.
    const inRow = owner.page.locator(".row .chip", { hasText: ben.name });
    await inRow.waitFor();
    const both = new RegExp(`(?=.*${anna?.name})(?=.*${ben.name})`);
    await expect.poll(toldAfterBeat(supervisor.page), onceASecond).toMatch(both);
    await fixture.picture(owner.page, "76-lookers");
    await owner.page.emulateMedia({ colorScheme: "dark" });
    await fixture.picture(owner.page, "76-lookers-dark");
    await owner.page.setViewportSize({ width: 360, height: 740 });
    await fixture.picture(owner.page, "76-lookers-phone");
    expect(await visitor.panel.getByText(ben.name).count()).toBe(0);
    await colleague.page.getByRole("link", { name: "Archive" }).click();
    await colleague.page.getByRole("heading", { name: "Archive" }).waitFor();
    await beat(colleague.page);
    await expect.poll(toldAfterBeat(owner.page), onceASecond).toBe("");
    await expect.poll(() => inRow.count(), patiently).toBe(0);
  });
});

describe("the queue page", () => {
  it("says how many had their first answer in time today, beside who waits and who is there", async () => {
    const { groupId, members, adminToken } = await team(1);
    const [member] = members;
    const body = { settings: { answerDeadlineSeconds: 3_600 } };
    await api.call(endpoints.updateGroup, { token: adminToken, params: { id: groupId }, body });
    const agent = await signIn(fixture, member);
    const chat = await startSession(groupId);
    const { activeThreadId } = await untilActive(chat);
    const token = member?.token ?? "";
    const thread = { id: activeThreadId ?? "" };
    await api.call(endpoints.addEvent, { token, params: thread, body: { text: "Here I am" } });
    await api.call(endpoints.closeConversation, { token, params: { id: chat.conversationId } });
    await agent.page.goto(`${hosting}/console/queue`);
    const figure = (label: string) =>
      agent.page.locator(".numbers div", { hasText: label }).locator("dd").textContent();
    await expect.poll(() => figure("In time today"), patiently).toBe("1 of 1");
    expect(await agent.page.locator(".numbers dt").allTextContents()).toEqual([
      "Waiting",
      "Longest wait",
      "Free places",
      "Online",
      "Chats now",
      "In time today",
    ]);
    await fixture.picture(agent.page, "78-queue");
    await agent.page.emulateMedia({ colorScheme: "dark" });
    await fixture.picture(agent.page, "78-queue-dark");
    await agent.page.setViewportSize({ width: 360, height: 740 });
    await fixture.picture(agent.page, "78-queue-phone");
  });
});
