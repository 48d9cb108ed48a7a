import { readFile } from "node:fs/promises";
import { endpoints, session } from "@livechat/contract";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { addresses } from "../addresses.ts";
import { api, untilActive } from "../end-to-end/people.ts";
import { type Agent, type Fixture, PATIENCE_MS } from "./fixture.ts";
import { signIn, team } from "./team.ts";
import { useFixture } from "./use-fixture.ts";

const patiently = { timeout: PATIENCE_MS };
const PDF = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
const { hosting } = addresses;

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

const say = async (groupId: string, name: string, message: string) => {
  const body = { groupId, visitor: { name }, message };
  const begun = session.parse((await api.call(endpoints.startSession, { body })).body);
  await untilActive(begun);
  return begun.conversationId;
};

/** An agent with two chats, of which one has a file. */
async function withTwoChats(): Promise<{ agent: Agent; groupId: string; agentName: string; lamp: string }> {
  const { groupId, members } = await team(1);
  const agent = await signIn(fixture, members[0]);
  const lamp = await say(groupId, "Vera Lind", "The lamp is broken");
  await say(groupId, "=1+1", "Where is my order?");
  await agent.open("The lamp is broken");
  const attach = agent.page.locator(".composer input[type=file]").first();
  await attach.setInputFiles({ name: "offer.pdf", mimeType: "application/pdf", buffer: PDF });
  await agent.page.locator(".attachment.ready").waitFor();
  await agent.answer("Here is our offer");
  await agent.conversation.locator(".message.sent .file", { hasText: "offer.pdf" }).waitFor();
  return { agent, groupId, agentName: members[0]?.name ?? "", lamp };
}

const rows = (page: Page) => page.locator(".archive-table tbody tr");

async function search(page: Page, words: string): Promise<void> {
  const field = page.getByRole("searchbox", { name: "Search" });
  await field.fill(words);
  await field.press("Enter");
}

describe("the archive", () => {
  it("finds chats with files, saves what it found, and keeps the search as a view", async () => {
    const { agent, agentName, groupId } = await withTwoChats();
    const { page } = agent;
    await page.goto(`${hosting}/console/archive`);
    await expect.poll(() => rows(page).count(), patiently).toBe(2);

    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as CSV" }).click();
    await page.getByText("2 conversations are in the file.").waitFor();
    const csv = await readFile(await (await saved).path(), "utf8");
    expect(csv).toContain("Vera Lind");
    expect(csv).toMatch(/,'=1\+1,.*,Where is my order\?,Active,/);

    await search(page, `has:file agent:"${agentName}"`);
    await expect.poll(() => rows(page).count(), patiently).toBe(1);
    await page.getByRole("cell", { name: "Here is our offer" }).waitFor();

    await page.getByLabel("Status").selectOption("active");
    await page.getByLabel("Group").selectOption(groupId);
    await page.getByRole("button", { name: "Save as a view" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/stay in the archive alone/).waitFor();
    await fixture.picture(page, "45-archive-view");
    await dialog.getByLabel("Name").fill("Mine with files");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "Mine with files" }).waitFor({ state: "attached" });
    await expect.poll(() => page.locator(".row").count(), patiently).toBe(2);
  });

  it("shows a chat beside the list, by the pointer and by keys, and in the inbox where there is no room", async () => {
    const { agent, lamp } = await withTwoChats();
    const { page } = agent;
    await page.goto(`${hosting}/console/archive`);
    await page.getByRole("link", { name: "Vera Lind" }).click();
    const preview = page.getByRole("region", { name: "Preview" });
    await preview.locator(".message", { hasText: "The lamp is broken" }).waitFor();
    await preview.locator(".file", { hasText: "offer.pdf" }).waitFor();
    expect(new URL(page.url()).search).toBe(`?open=${lamp}`);
    await fixture.picture(page, "45-archive-preview");
    await page.emulateMedia({ colorScheme: "dark" });
    await fixture.picture(page, "45-archive-preview-dark");

    await page.keyboard.press("j");
    await preview.locator(".message", { hasText: "Where is my order?" }).waitFor();
    await page.keyboard.press("k");
    await preview.locator(".message", { hasText: "The lamp is broken" }).waitFor();
    await preview.getByRole("button", { name: "Close the preview" }).click();
    await preview.waitFor({ state: "detached" });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute("data-found")), patiently)
      .toBe(lamp);

    await page.setViewportSize({ width: 360, height: 740 });
    await fixture.picture(page, "45-archive-phone");
    await page.getByRole("link", { name: "Vera Lind" }).click();
    await agent.conversation.locator(".message", { hasText: "The lamp is broken" }).waitFor();
    expect(page.url()).toBe(`${hosting}/console/inbox/closed/${lamp}`);
  });
});
