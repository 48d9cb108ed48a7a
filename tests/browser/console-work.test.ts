import { endpoints } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { addresses } from "../addresses.ts";
import { api, hire } from "../end-to-end/people.ts";
import { type Fixture, PATIENCE_MS } from "./fixture.ts";
import { signIn, team } from "./team.ts";
import { useFixture } from "./use-fixture.ts";

const patiently = { timeout: PATIENCE_MS };
const { hosting } = addresses;

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

const eventsOf = async (id: string, token: string) =>
  (await api.call(endpoints.listConversationEvents, { token, params: { id } })).body.items;

const idIn = (url: string): string => url.split("/").at(-1) ?? "";

describe("an agent's work", () => {
  it("begins with a word that no chats come while offline, and a way online", async () => {
    const { members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    await agent.page.getByRole("button", { name: / chats$/ }).click();
    await agent.page.getByRole("menuitemradio", { name: "Offline" }).click();
    await agent.page.getByText("You are offline, so no chats come to you.").waitFor();
    await agent.page.getByRole("button", { name: "Go online" }).first().click();
    await agent.page.getByText("All answered.").waitFor();
    await agent.page.getByRole("button", { name: / chats$/ }).click();
    await agent.page.getByRole("menuitemcheckbox", { name: "Take a break" }).click();
    await agent.page.getByText("You are taking a break: no new chats come to you.").waitFor();
  });

  it("a chat closed by mistake is back at once, and the visitor never knew", async () => {
    const { groupId, members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Keep me");
    await visitor.sees("joined");
    await agent.open("Keep me");
    const id = idIn(agent.page.url());
    const before = await eventsOf(id, members[0]?.token ?? "");
    await agent.page.getByRole("button", { name: "Close", exact: true }).click();
    await expect.poll(() => agent.page.locator(".row", { hasText: "Keep me" }).count(), patiently).toBe(0);
    await fixture.picture(agent.page, "check-b-undo");
    await agent.page.getByRole("button", { name: /^Undo/ }).click();
    await agent.sees("Keep me");
    await agent.answer("Still here");
    await visitor.sees("Still here");
    expect((await eventsOf(id, members[0]?.token ?? "")).length).toBe(before.length + 1);
  });

  it("a chat that is being closed stays when its visitor writes again", async () => {
    const { groupId, members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("One");
    await visitor.sees("joined");
    await agent.open("One");
    await agent.page.getByRole("button", { name: "Close", exact: true }).click();
    await visitor.write("And another thing");
    await agent.page.getByText("wrote again, so the chat stays with you.").waitFor();
    await agent.open("And another thing");
  });

  it("a closed chat is found again: in its view, in the archive, with its filters in the address", async () => {
    const { groupId, members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Find me later");
    await visitor.sees("joined");
    await agent.open("Find me later");
    await agent.close();
    await agent.page.goto(`${hosting}/console/inbox/closed`);
    await agent.open("Find me later");
    const saved = agent.page.waitForEvent("download");
    await agent.page.getByRole("button", { name: "More actions" }).click();
    await agent.page.getByRole("menuitem", { name: "Save the transcript" }).click();
    expect((await saved).suggestedFilename()).toBe(`${idIn(agent.page.url())}.html`);
    await agent.page.goto(`${hosting}/console/archive`);
    await agent.page.getByLabel("Status").selectOption("closed");
    await agent.page.getByLabel("Agent").selectOption(members[0]?.id ?? "");
    await expect.poll(() => agent.page.url(), patiently).toContain(`status=closed&agent=${members[0]?.id}`);
    await agent.page.reload();
    await agent.page.getByRole("cell", { name: "Find me later" }).waitFor();
    await fixture.picture(agent.page, "21-archive");
    const search = agent.page.getByRole("searchbox", { name: "Search" });
    await search.fill(`LATER me agent:"${members[0]?.name}"`);
    await search.press("Enter");
    await agent.page.getByText(/^1 found/).waitFor();
    await agent.page.getByRole("cell", { name: "Find me later" }).waitFor();
    await search.fill("never said");
    await search.press("Enter");
    await agent.page.getByText(/^0 found/).waitFor();
    await fixture.picture(agent.page, "21-search");
  });

  it("a note never turns public: the mode stays until it is changed", async () => {
    const { groupId, members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Hello?");
    await visitor.sees("joined");
    await agent.open("Hello?");
    await agent.page.getByRole("tab", { name: "Note" }).click();
    await agent.answer("First note");
    await agent.answer("Second note");
    await expect.poll(() => agent.sent(), patiently).toEqual(["Hello?", "First note", "Second note"]);
    await agent.page.getByRole("tab", { name: "Reply" }).click();
    await agent.answer("For you");
    await visitor.sees("For you");
    expect(await visitor.messages()).toEqual(["Hello?", "For you"]);
  });

  it("a draft is still there after a reload, and in another browser", async () => {
    const { groupId, members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Hello?");
    await visitor.sees("joined");
    const refused: string[] = [];
    agent.page.on("response", (response) => {
      if (response.status() >= 400) refused.push(response.url());
    });
    await agent.open("Hello?");
    await agent.input.fill("Begun here");
    await agent.page.reload();
    await expect.poll(() => agent.input.inputValue(), patiently).toBe("Begun here");
    // What was begun is shown at once; it can be written on once the conversation has come.
    await expect.poll(() => agent.input.isEnabled(), patiently).toBe(true);
    const saved = agent.page.waitForResponse((response) => response.url().includes("/draft"));
    await agent.input.press("End");
    await agent.page.keyboard.type(", more");
    await saved;
    const elsewhere = await signIn(fixture, members[0]);
    await elsewhere.open("Hello?");
    await expect.poll(() => elsewhere.input.inputValue(), patiently).toBe("Begun here, more");
    expect(refused).toEqual([]);
  });

  it("a transfer presets nothing, and names nobody who cannot take it as free", async () => {
    const { groupId, members } = await team(2);
    const agent = await signIn(fixture, members[0]);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Hello?");
    await visitor.sees("joined");
    await agent.open("Hello?");
    await agent.input.press("Escape");
    await agent.page.keyboard.press("t");
    const dialog = agent.page.getByRole("dialog");
    await dialog.getByRole("combobox").press("Enter");
    expect(await dialog.getByRole("option", { selected: true }).count()).toBe(0);
    await fixture.picture(agent.page, "6-transfer");
    // By name: in a large team the list shows the first of them.
    await dialog.getByRole("combobox").fill(members[1]?.name ?? "");
    const other = dialog.getByRole("option", { name: members[1]?.name ?? "" });
    expect(await other.getAttribute("aria-disabled")).toBe("true");
    await dialog.getByRole("combobox").fill(members[0]?.name ?? "");
    await dialog.getByText("Nothing fits").waitFor();
    await dialog.getByRole("combobox").press("Escape");
    await agent.answer("I stay");
    await visitor.sees("I stay");
  });

  it("a canned response is a slash, its name and Enter; with a blank in it nothing is sent", async () => {
    const { groupId, members, adminToken } = await team(1);
    const shortcut = `hi${Date.now()}`;
    const body = {
      shortcut,
      title: "Greeting",
      text: "Hello {{visitor.name|there}}, {{ask:Order number}}?",
      groupIds: [groupId],
    };
    await api.call(endpoints.createCannedResponse, { token: adminToken, body });
    const agent = await signIn(fixture, members[0]);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Hello?");
    await visitor.sees("joined");
    await agent.open("Hello?");
    await agent.input.pressSequentially(`/${shortcut}`);
    await agent.page.getByRole("option", { name: "Greeting" }).waitFor();
    await agent.input.press("Enter");
    const dialog = agent.page.getByRole("dialog");
    await dialog.getByLabel("Order number").fill("17");
    await dialog.getByRole("button", { name: "Insert" }).click();
    await expect.poll(() => agent.input.inputValue(), patiently).toBe("Hello there, 17?");
    await agent.input.press("Enter");
    await visitor.sees("Hello there, 17?");
    await agent.input.fill("{{ask:Date}}");
    await agent.input.press("Enter");
    expect(await agent.input.inputValue()).toBe("{{ask:Date}}");
    await agent.input.fill("");
    await agent.page.keyboard.press("Control+k");
    await agent.page.getByRole("dialog").getByRole("combobox").fill(shortcut);
    await agent.page.getByRole("option", { name: `/${shortcut} Greeting` }).waitFor();
    await agent.page.keyboard.press("Enter");
    await dialog.getByLabel("Order number").fill("18");
    await dialog.getByRole("button", { name: "Insert" }).click();
    await expect.poll(() => agent.input.inputValue(), patiently).toBe("Hello there, 18?");
  });

  it("a chat that is closed with Shift opens the next one of the list, here of a group's view", async () => {
    const { groupId, members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    const visitors = [await fixture.visitor(groupId), await fixture.visitor(groupId)];
    for (const [at, visitor] of visitors.entries()) {
      await visitor.write(`Question ${at}`);
      await visitor.sees("joined");
    }
    await agent.page.getByRole("combobox", { name: "Views" }).selectOption(`group-${groupId}`);
    await agent.page.locator(".row", { hasText: "Question 1" }).waitFor();
    await agent.open("Question 0");
    await agent.input.press("Escape");
    await agent.page.keyboard.press("Shift+E");
    await agent.sees("Question 1");
    expect(agent.page.url()).toContain(`/inbox/group-${groupId}/`);
    await expect.poll(() => agent.page.locator(".row").count(), patiently).toBe(1);
  });

  it("the keys go through a day: next, answer, note, close, undo, palette, all keys", async () => {
    const { groupId, members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("By keys");
    await visitor.sees("joined");
    await agent.page.locator(".row", { hasText: "By keys" }).waitFor();
    const { keyboard } = agent.page;
    await keyboard.press("j");
    await agent.sees("By keys");
    await agent.input.press("Escape");
    await keyboard.press("n");
    await keyboard.type("noted e z j");
    await keyboard.press("Enter");
    await expect.poll(() => agent.sent(), patiently).toContain("noted e z j");
    await keyboard.press("Escape");
    await keyboard.press("r");
    await keyboard.type("answered");
    await keyboard.press("Enter");
    await visitor.sees("answered");
    await keyboard.press("Escape");
    await keyboard.press("e");
    await agent.page.getByRole("button", { name: /^Undo/ }).waitFor();
    await keyboard.press("z");
    await agent.sees("By keys");
    await agent.input.press("Escape");
    await keyboard.press("?");
    await agent.page.getByRole("dialog", { name: "Keys" }).waitFor();
    await fixture.picture(agent.page, "22-keys");
    await keyboard.press("Escape");
    await keyboard.press("Control+k");
    await agent.page.getByRole("dialog").waitFor();
    await keyboard.type("archive");
    await keyboard.press("Enter");
    await agent.page.getByRole("heading", { name: "Archive" }).waitFor();
    await keyboard.press("g");
    await keyboard.press("q");
    await agent.page.getByRole("heading", { name: "Queue" }).waitFor();
    await keyboard.press("/");
    await agent.page.getByRole("searchbox", { name: "Search" }).waitFor();
    await keyboard.type("by keys");
    await keyboard.press("Enter");
    await agent.page.getByText(/ found, among /).waitFor();
  });

  it("an old address leads to its conversation", async () => {
    const { groupId, members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Hello?");
    await visitor.sees("joined");
    await agent.open("Hello?");
    const id = idIn(agent.page.url());
    await agent.page.goto(`${hosting}/console#/conversations/${id}`);
    await agent.page.reload();
    await agent.sees("Hello?");
    expect(agent.page.url()).toBe(`${hosting}/console/inbox/mine/${id}`);
    await agent.page.goto(`${hosting}/console/inbox/mine/no-such-conversation`);
    await agent.page.getByText("There is no such conversation, or you may not see it.").waitFor();
    await agent.page.goto(`${hosting}/console/no-such-page`);
    await agent.page.getByRole("heading", { name: "There is no such page." }).waitFor();
  });
});

describe("a supervisor", () => {
  it("watches without a trace, whispers, and takes over", async () => {
    const { groupId, members, adminToken } = await team(1);
    const agent = await signIn(fixture, members[0]);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Are you there?");
    await visitor.sees("joined");
    await agent.open("Are you there?");
    await agent.answer("I am");
    await visitor.sees("I am");
    const token = members[0]?.token ?? "";
    const id = idIn(agent.page.url());
    const before = await eventsOf(id, token);
    const supervisor = await signIn(fixture, await hire(adminToken, 5, "supervisor"));
    await supervisor.page.goto(`${hosting}/console/inbox/group-${groupId}`);
    await supervisor.open("I am");
    await supervisor.page
      .getByText("Another agent answers here. The visitor would hear a third voice.")
      .waitFor();
    await supervisor.input.pressSequentially("thinking about it");
    await visitor.write("Hello again");
    await supervisor.sees("Hello again");
    await supervisor.input.press("Enter");
    expect(await visitor.isShownTyping()).toBe(false);
    expect((await eventsOf(id, token)).length).toBe(before.length + 1);
    await supervisor.note("Offer a refund");
    await agent.sees("Offer a refund");
    expect(await visitor.messages()).toEqual(["Are you there?", "I am", "Hello again"]);
    await supervisor.page.getByRole("button", { name: "Take over" }).click();
    await visitor.sees("joined");
    await agent.page.getByText("is no longer yours").first().waitFor();
    await fixture.picture(supervisor.page, "23-supervisor");
  });

  it("sees who waits longest and gives it to somebody by keyboard", async () => {
    const { groupId, members, adminToken } = await team(1, 1);
    const agent = await signIn(fixture, members[0]);
    const first = await fixture.visitor(groupId);
    await first.write("First in");
    await agent.open("First in");
    const second = await fixture.visitor(groupId);
    await second.write("I wait");
    await second.sees("You are number 1 in the queue");
    const supervisor = await signIn(fixture, await hire(adminToken, 5, "supervisor"));
    await supervisor.page.goto(`${hosting}/console/queue`);
    const card = supervisor.page.locator(".waiting-card.longest", { hasText: "I wait" });
    await card.waitFor();
    await fixture.picture(supervisor.page, "check-d-queue");
    await card.getByRole("button", { name: /^Assign/ }).focus();
    await supervisor.page.keyboard.press("Enter");
    await supervisor.page.keyboard.type(members[0]?.name ?? "");
    await supervisor.page.keyboard.press("Enter");
    await agent.open("I wait");
  });
});
