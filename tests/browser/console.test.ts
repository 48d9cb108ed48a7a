import { describe, expect, it } from "vitest";
import { addresses } from "../addresses.ts";
import { hire } from "../end-to-end/people.ts";
import { type Fixture, PATIENCE_MS, typeUntilSeen } from "./fixture.ts";
import { signIn, signInAgain, team } from "./team.ts";
import { useFixture } from "./use-fixture.ts";

const patiently = { timeout: PATIENCE_MS };

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

describe("the console", () => {
  it("shows what a wrong password is, and that the service cannot be reached", async () => {
    const page = await (await fixture.person()).newPage();
    await page.goto(`${addresses.hosting}/console`);
    await page.getByLabel("E-mail").fill("anna@livechat.test");
    await page.getByLabel("Password").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByText("The e-mail or the password is wrong.").waitFor();
    await page.route("**/v1/**", (route) => route.abort());
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("The service cannot be reached.").waitFor();
    await fixture.picture(page, "18-console-sign-in");
  });

  it("lets a supervisor take a visitor of any group from the queue", async () => {
    const { groupId, adminToken } = await team(1);
    const supervisor = await hire(adminToken, 5, "supervisor");
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Is anybody there?");
    await visitor.sees("Nobody is here right now. We will answer");
    const agent = await signIn(fixture, supervisor);
    await agent.claim("Is anybody there?");
    await agent.sees("joined");
    await agent.answer("I am.");
    await visitor.sees("I am.");
    const end = agent.page.getByRole("button", { name: "End the visitor's session" });
    await end.click();
    await agent.page.getByText("This browser of the visitor can no longer write here.").waitFor();
    await end.last().click();
    await agent.page.getByText("The visitor's session has ended.").waitFor();
  });

  it("keeps what was begun in one conversation while another is looked at", async () => {
    const { groupId, members } = await team(1);
    const [first, second] = [await fixture.visitor(groupId), await fixture.visitor(groupId)];
    await first.write("First");
    await second.write("Second");
    const agent = await signIn(fixture, members[0]);
    await agent.open("First");
    await agent.input.fill("Begun for the first");
    await agent.open("Second");
    await expect.poll(() => agent.input.inputValue(), patiently).toBe("");
    await agent.answer("For the second");
    await agent.open("First");
    await expect.poll(() => agent.input.inputValue(), patiently).toBe("Begun for the first");
    await agent.input.press("Enter");
    await first.sees("Begun for the first");
    await second.sees("For the second");
    expect(await first.messages()).toEqual(["First", "Begun for the first"]);
  });

  it("never says that the visitor has seen a private note", async () => {
    const { groupId, members } = await team(1);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Hello?");
    const agent = await signIn(fixture, members[0]);
    await agent.open("Hello?");
    await agent.note("A careful one");
    await agent.answer("Good morning!");
    await visitor.sees("Good morning!");
    const marked = agent.conversation.locator(".message", { has: agent.page.locator(".mark") });
    await expect
      .poll(() => marked.locator(".bubble").allTextContents(), patiently)
      .toEqual(["Good morning!"]);
    expect(await visitor.messages()).toEqual(["Hello?", "Good morning!"]);
  });

  it("counts as seen only what the end of the timeline shows", async () => {
    const { groupId, members } = await team(1);
    const visitor = await fixture.visitor(groupId);
    const long = Array.from({ length: 60 }, (_, line) => `Line ${line}`).join("\n");
    await visitor.write(long);
    const agent = await signIn(fixture, members[0]);
    await agent.open("Line 0");
    await visitor.sees("Seen");
    const scroller = agent.page.getByRole("log");
    await scroller.evaluate((element) => element.scrollTo(0, 0));
    await visitor.write("Below");
    await agent.sees("Below");
    await expect.poll(() => visitor.sent(), patiently).toContain("Below");
    await typeUntilSeen(agent, visitor);
    expect(await visitor.panel.locator(".mark").allTextContents()).toEqual(["Sent"]);
    await scroller.press("End");
    await expect.poll(() => visitor.panel.locator(".mark").allTextContents(), patiently).toEqual(["Seen"]);
  });

  it("shows the list or the conversation in a narrow window", async () => {
    const { groupId, members } = await team(1);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Hello?");
    const agent = await signIn(fixture, members[0]);
    await agent.page.setViewportSize({ width: 400, height: 760 });
    const list = agent.page.getByRole("region", { name: "Conversations" });
    await agent.open("Hello?");
    await list.waitFor({ state: "hidden" });
    await fixture.picture(agent.page, "19-console-narrow");
    await agent.page.getByRole("button", { name: "All conversations" }).click();
    await list.waitFor();
    await agent.conversation.waitFor({ state: "detached" });
  });

  it("says that its session was ended elsewhere, and keeps what was begun for the next sign-in", async () => {
    const { groupId, members } = await team(1);
    const [member] = members;
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Still there?");
    const agent = await signIn(fixture, member);
    await agent.open("Still there?");
    await agent.input.fill("Begun before the end");
    const elsewhere = await signIn(fixture, member);
    await elsewhere.page.goto(`${addresses.hosting}/console/me/sessions`);
    await elsewhere.page.getByText("This browser", { exact: true }).waitFor();
    await elsewhere.page.getByRole("button", { name: "End all others" }).click();
    await agent.page.getByText("Your session has ended. Sign in again: what you wrote is kept.").waitFor();
    await signInAgain(agent.page, member);
    await agent.open("Still there?");
    await expect.poll(() => agent.input.inputValue(), patiently).toBe("Begun before the end");
  });

  it("asks before signing out deletes a message that was not sent", async () => {
    const { groupId, members } = await team(1);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Are you sure?");
    const agent = await signIn(fixture, members[0]);
    await agent.open("Are you sure?");
    await agent.page.route("**/events", (route) => route.abort());
    await agent.answer("Never sent");
    await agent.sees("Never sent");
    await agent.signOut();
    const dialog = agent.page.getByRole("dialog");
    await dialog.getByText("A message has not been sent. Signing out deletes it.").waitFor();
    await dialog.getByRole("button", { name: "Keep and sign out" }).click();
    await agent.page.getByRole("button", { name: "Sign in" }).waitFor();
    const kept = () => Object.keys(localStorage).filter((key) => key.includes(":outbox:"));
    expect(await agent.page.evaluate(kept)).toEqual([]);
  });

  it("signs out at once, also when the service cannot be reached", async () => {
    const { members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    await agent.page.route("**/v1/**", () => {});
    await agent.signOut();
    await agent.page.getByRole("button", { name: "Sign in" }).waitFor({ timeout: PATIENCE_MS / 2 });
    await agent.page.reload();
    await agent.page.getByLabel("Password").waitFor();
  });

  it("goes on while the browser translates it: what people wrote is translated, which never changes", async () => {
    const { groupId, members } = await team(1);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Guten Tag");
    const agent = await signIn(fixture, members[0]);
    await agent.open("Guten Tag");
    // As browsers do it: each text becomes an element, and the text node that was there is gone.
    const translated = await agent.page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode as Text);
      const mayBe = texts.filter((text) => text.parentElement?.translate && text.data.trim() !== "");
      for (const text of mayBe) {
        const font = document.createElement("font");
        font.textContent = `[${text.data}]`;
        text.replaceWith(font);
      }
      return mayBe.map(({ data }) => data);
    });
    expect(translated).toEqual(["Guten Tag"]);
    await visitor.write("Sind Sie da?");
    await agent.sees("Sind Sie da?");
    await agent.close();
    await visitor.sees("The conversation has ended.");
  });
});
