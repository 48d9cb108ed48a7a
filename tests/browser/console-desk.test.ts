import { endpoints } from "@livechat/contract";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PASSWORD } from "../../local/demo/demo.ts";
import { addresses } from "../addresses.ts";
import { api } from "../end-to-end/people.ts";
import { type Agent, type Fixture, PATIENCE_MS, type Visitor } from "./fixture.ts";
import { signIn, type Team, team } from "./team.ts";
import { useFixture } from "./use-fixture.ts";

const patiently = { timeout: PATIENCE_MS };
const { hosting } = addresses;

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

const idIn = (url: string): string => url.split("/").at(-1) ?? "";

/** An agent with a chat open, and its visitor. */
async function chatting(words: string, size = 1): Promise<{ agent: Agent; visitor: Visitor; of: Team }> {
  const of = await team(size);
  const agent = await signIn(fixture, of.members[0]);
  const visitor = await fixture.visitor(of.groupId);
  await visitor.write(words);
  await visitor.sees("joined");
  await agent.open(words);
  return { agent, visitor, of };
}

async function more(agent: Agent, item: string): Promise<void> {
  await agent.page.getByRole("button", { name: "More actions" }).click();
  await agent.page.getByRole("menuitem", { name: item }).click();
}

describe("who is not wanted", () => {
  it("is banned from the chat, is refused with a word, and a supervisor lifts it", async () => {
    const { agent, visitor } = await chatting("You are all fools");
    await more(agent, "Ban the visitor…");
    const dialog = agent.page.getByRole("dialog");
    await dialog.getByLabel("Reason").fill("Insults");
    await dialog.getByRole("button", { name: "Ban", exact: true }).click();
    await agent.page.getByText(/ is banned\.$/).waitFor();
    await visitor.write("And you too");
    await expect.poll(() => visitor.sent(), patiently).not.toContain("And you too");
    const supervisor = await fixture.agent("supervisor@livechat.test", PASSWORD);
    await supervisor.page.goto(`${hosting}/console/settings/bans`);
    const row = supervisor.page.getByRole("row", { name: /Insults/ });
    await row.first().waitFor();
    await fixture.picture(supervisor.page, "30-bans");
    const before = await row.count();
    await row
      .first()
      .getByRole("button", { name: /^Lift the ban/ })
      .click();
    await expect.poll(() => row.count(), patiently).toBe(before - 1);
  });

  it("may be taken for spam by mistake: it is undone within ten seconds, without a trace", async () => {
    const { agent, visitor } = await chatting("Cheap watches");
    await more(agent, "Spam");
    await expect.poll(() => agent.page.locator(".row", { hasText: "Cheap" }).count(), patiently).toBe(0);
    await agent.page.getByRole("button", { name: /^Undo/ }).click();
    await agent.answer("Which ones?");
    await visitor.sees("Which ones?");
    await visitor.write("These");
    await agent.sees("These");
  });
});

describe("many at once", () => {
  it("are chosen by a key, closed together, and come back together", async () => {
    const { agent, of } = await chatting("First one");
    const second = await fixture.visitor(of.groupId);
    await second.write("Second one");
    await second.sees("joined");
    await agent.open("Second one");
    await agent.input.press("Escape");
    const bar = agent.page.getByRole("region", { name: "With those that are chosen" });
    await agent.page.keyboard.press("x");
    await bar.getByText("1 chosen").waitFor();
    await agent.page
      .getByRole("checkbox", { name: /^Choose / })
      .first()
      .check({ force: true });
    await agent.page
      .getByRole("checkbox", { name: /^Choose / })
      .last()
      .check({ force: true });
    await bar.getByText("2 chosen").waitFor();
    await fixture.picture(agent.page, "31-bulk");
    await bar.getByRole("button", { name: "Close", exact: true }).click();
    await expect.poll(() => agent.page.locator(".row", { hasText: "one" }).count(), patiently).toBe(0);
    await agent.page.getByRole("button", { name: /^Undo/ }).click();
    await expect.poll(() => agent.page.locator(".row", { hasText: "one" }).count(), patiently).toBe(2);
    for (const box of await agent.page.getByRole("checkbox", { name: /^Choose / }).all()) {
      await box.check({ force: true });
    }
    await bar.getByRole("button", { name: "Close", exact: true }).click();
    await agent.page.getByRole("button", { name: "Do it now" }).click();
    await agent.page.getByText("2 conversations done.").waitFor();
  });
});

describe("unread", () => {
  it("is marked by a key, and so it is in every tab", async () => {
    const { agent } = await chatting("Read me again");
    const other = await agent.page.context().newPage();
    await other.goto(`${hosting}/console/inbox/mine`);
    const rowIn = (page: Agent["page"]) => page.locator(".row.unread", { hasText: "Read me again" });
    await other.locator(".row", { hasText: "Read me again" }).waitFor();
    expect(await rowIn(other).count()).toBe(0);
    await agent.input.press("Escape");
    await agent.page.keyboard.press("u");
    await rowIn(agent.page).waitFor();
    await rowIn(other).waitFor();
    await other.locator(".row", { hasText: "Read me again" }).click();
    await expect.poll(() => rowIn(agent.page).count(), patiently).toBe(0);
  });
});

describe("a mention", () => {
  it("is chosen after an @, tells the colleague, and leads there from the bell and from a view", async () => {
    const { agent, of } = await chatting("A hard question", 2);
    const colleague = await signIn(fixture, of.members[1]);
    const name = of.members[1]?.name ?? "";
    await agent.page.getByRole("tab", { name: "Note" }).click();
    await agent.input.pressSequentially(`Ask @${name.slice(0, -1)}`);
    const option = agent.page.getByRole("listbox", { name: "Colleagues" }).getByRole("option", { name });
    await option.waitFor();
    await fixture.picture(agent.page, "32-mention");
    await option.click();
    await agent.input.press("End");
    await agent.page.keyboard.type("please");
    await agent.input.press("Enter");
    await agent.page.locator(".message .mention", { hasText: `@${name}` }).waitFor();
    await colleague.page
      .getByRole("button", { name: /otification/ })
      .first()
      .click();
    await colleague.page.getByText("please").first().waitFor();
    await colleague.page.goto(`${hosting}/console/inbox/mentions`);
    await colleague.open("A hard question");
    await colleague.note("I know the answer");
    await agent.sees("I know the answer");
  });
});

describe("a saved view", () => {
  it("is made from a form, has an address, and shows what its filter names", async () => {
    const { agent, of } = await chatting("Urgent matter");
    const other = await fixture.visitor(of.groupId);
    await other.write("No hurry");
    await other.sees("joined");
    const id = idIn(agent.page.url());
    const { token = "" } = of.members[0] ?? {};
    await api.call(endpoints.updateConversation, { token, params: { id }, body: { priority: "urgent" } });
    // Where there is room for it, the views are a column of their own.
    await agent.page.setViewportSize({ width: 1500, height: 800 });
    await agent.page.getByRole("button", { name: "New view" }).click();
    const dialog = agent.page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Urgent ones");
    await dialog.getByLabel("Owner").selectOption({ label: "Whoever looks" });
    await dialog.getByLabel("Priority").selectOption("urgent");
    await fixture.picture(agent.page, "33-view-dialog");
    await dialog.getByRole("button", { name: "Save" }).click();
    await agent.page.getByRole("link", { name: "Urgent ones" }).waitFor();
    await expect.poll(() => agent.page.locator(".row").allTextContents(), patiently).toHaveLength(1);
    await agent.page.reload();
    await agent.open("Urgent matter");
    await fixture.picture(agent.page, "34-view");
    await agent.page.getByRole("button", { name: "Change the view" }).click();
    await agent.page.getByRole("dialog").getByRole("button", { name: "Delete the view" }).click();
    await agent.page.getByRole("dialog").getByRole("button", { name: "Delete the view" }).click();
    await expect.poll(() => agent.page.getByRole("link", { name: "Urgent ones" }).count(), patiently).toBe(0);
  });
});

describe("an invitation", () => {
  it("is a link that an admin makes, by which somebody sets a password, once, and is signed in", async () => {
    const { members } = await team(1);
    const admin = await fixture.agent("admin@livechat.test", PASSWORD);
    await admin.page.goto(`${hosting}/console/people/agents?id=${members[0]?.id}`);
    const dialog = admin.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Link to set the password", exact: true }).click();
    const link = await dialog.getByRole("textbox", { name: "Link to set the password" }).inputValue();
    const page = await (await fixture.person()).newPage();
    await page.goto(link);
    await page.getByRole("heading", { name: "Set your password" }).waitFor();
    expect(page.url()).not.toContain("token");
    await fixture.picture(page, "check-c-invite");
    await page.getByLabel("New password").fill("a password of my own");
    await page.getByLabel("Your name, as visitors see it").fill("Nadia Own");
    await page.getByRole("button", { name: "Set it and sign in" }).click();
    await page.getByRole("button", { name: /^Nadia Own/ }).waitFor();
    const again = await (await fixture.person()).newPage();
    await again.goto(link);
    await again.getByLabel("New password").fill("another password");
    await again.getByRole("button", { name: "Set it and sign in" }).click();
    await again.getByText("This link is not valid any more.").waitFor();
  });
});

describe("composing", () => {
  it("letters by an input method never sends: Enter is the method's until it is done", async () => {
    const { agent, visitor } = await chatting("こんにちは");
    await agent.input.fill("はい");
    await agent.input.evaluate((field) => {
      const press = { key: "Enter", bubbles: true, cancelable: true };
      field.dispatchEvent(new KeyboardEvent("keydown", { ...press, isComposing: true }));
      field.dispatchEvent(new KeyboardEvent("keydown", { ...press, keyCode: 229 } as KeyboardEventInit));
    });
    await agent.input.press("End");
    expect(await agent.input.inputValue()).toBe("はい");
    await agent.input.press("Enter");
    await visitor.sees("はい");
    expect(await visitor.messages()).toEqual(["こんにちは", "はい"]);
  });
});

/** Gives the widget rules of its own for files, and takes them away again: other scenarios use it, too. */
async function widgetTakesPdfOnly(page: Page, token: string): Promise<void> {
  const own = page.getByLabel("Rules of its own for files");
  const save = page.getByRole("button", { name: "Save", exact: true });
  const filesOf = async () => {
    const { items } = (await api.call(endpoints.listWidgets, { token, query: {} })).body;
    return items.find(({ isDefault }) => isDefault)?.files;
  };
  await own.check();
  await page.getByLabel("Types that are taken").fill("application/pdf");
  await page.getByLabel("Largest file, in MB").fill("5");
  await save.click();
  const rules = { allowedTypes: ["application/pdf"], maxBytes: 5 * 1024 * 1024, visitors: "on" };
  await expect.poll(filesOf, patiently).toMatchObject(rules);
  await fixture.picture(page, "37-widget-files");
  await page.reload();
  await own.uncheck();
  await save.click();
  await expect.poll(filesOf, patiently).toBeNull();
}

/** What the widget's home offers is entered, is still there on the next page, and is taken away again. */
async function homeOffersQuestion(page: Page, token: string): Promise<void> {
  const entriesOf = async () => {
    const { items } = (await api.call(endpoints.listWidgets, { token, query: {} })).body;
    return items.find(({ isDefault }) => isDefault)?.home.entries;
  };
  const home = page.getByRole("region", { name: "Home" });
  const save = home.getByRole("button", { name: "Save the home" });
  await home.getByRole("button", { name: "Add a question" }).click();
  await home.getByLabel("What the visitor asks (English)").fill("Where is my order?");
  await save.click();
  await expect
    .poll(entriesOf, patiently)
    .toEqual([{ id: "entry-1", text: { en: "Where is my order?" }, url: null }]);
  await page.reload();
  const words = home.getByLabel("What the visitor asks (English)");
  await expect.poll(() => words.inputValue(), patiently).toBe("Where is my order?");
  await home.getByRole("button", { name: "Remove" }).click();
  await save.click();
  await expect.poll(entriesOf, patiently).toEqual([]);
}

describe("an admin", () => {
  it("writes a greeting with its conditions, and gives a group hours and files, without a terminal", async () => {
    const { groupId, adminToken } = await team(1);
    const admin = await fixture.agent("admin@livechat.test", PASSWORD);
    await admin.page.goto(`${hosting}/console/settings/widget`);
    const greetings = admin.page.getByRole("region", { name: "Greetings" });
    await greetings.getByRole("button", { name: "Add a greeting" }).click();
    await greetings.getByLabel("What it says (English)").last().fill("Can we help you choose?");
    await greetings.getByLabel("Value").last().fill("45");
    await greetings.getByRole("button", { name: "Save the greetings" }).click();
    const words = greetings.getByLabel("What it says (English)").last();
    await admin.page.getByText("Saved.", { exact: true }).first().waitFor();
    await admin.page.reload();
    await expect.poll(() => words.inputValue(), patiently).toBe("Can we help you choose?");
    await fixture.picture(admin.page, "check-c-look");
    await greetings.getByRole("button", { name: "Remove the greeting" }).last().click();
    await greetings.getByRole("button", { name: "Save the greetings" }).click();
    // What is saved draws the forms anew: what is entered before that would be gone.
    await admin.page.getByText("Saved.", { exact: true }).first().waitFor();
    await homeOffersQuestion(admin.page, adminToken);
    await widgetTakesPdfOnly(admin.page, adminToken);
    await admin.page.goto(`${hosting}/console/people/groups`);
    const { body: group } = await api.call(endpoints.getGroup, {
      token: adminToken,
      params: { id: groupId },
    });
    await admin.page.getByRole("button", { name: `Edit ${group.name}` }).click();
    const dialog = admin.page.getByRole("dialog");
    await dialog.getByLabel("While it is closed").selectOption("queue");
    await dialog.getByLabel("Visitors send files").selectOption("off");
    await fixture.picture(admin.page, "check-c-group");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    const read = () => api.call(endpoints.getGroup, { token: adminToken, params: { id: groupId } });
    await expect
      .poll(async () => (await read()).body, patiently)
      .toMatchObject({ whenClosed: "queue", files: { visitors: "off" } });
  });
});
