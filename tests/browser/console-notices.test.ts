import type { BrowserContext, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PASSWORD } from "../../local/demo/demo.ts";
import { type Agent, type Fixture, PATIENCE_MS } from "./fixture.ts";
import { signIn, team } from "./team.ts";
import { useFixture } from "./use-fixture.ts";

const patiently = { timeout: PATIENCE_MS };

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

interface Heard {
  heard: number;
  shown: string[];
}

/** Counts tones and keeps what was shown on the desktop, which headless browsers do not have. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noted = window as unknown as Heard;
    noted.heard = 0;
    noted.shown = [];
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function play(...when) {
      noted.heard += 1;
      return start.apply(this, when);
    };
    class Shown extends EventTarget {
      static permission = "granted";
      constructor(title: string) {
        super();
        noted.shown.push(title);
      }
      close() {}
    }
    Object.assign(window, { Notification: Shown });
  });
}
const heard = (page: Page) => page.evaluate(() => (window as unknown as Heard).heard);
const shown = (page: Page) => page.evaluate(() => (window as unknown as Heard).shown);

/** As a browser tells a page that another one is in front of it. */
async function hide(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  });
}

async function secondTab(context: BrowserContext, agent: Agent): Promise<Page> {
  const page = await context.newPage();
  await page.goto(agent.page.url());
  await page.getByRole("navigation", { name: "Places" }).waitFor();
  await listen(page);
  return page;
}

describe("no chat is missed", () => {
  it("a new chat rings, in one tab; title, picture, desktop and screen readers tell of it", async () => {
    const { groupId, members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    await listen(agent.page);
    const other = await secondTab(agent.page.context(), agent);
    await Promise.all([hide(agent.page), hide(other)]);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Anybody?");
    await expect.poll(() => heard(agent.page), patiently).toBeGreaterThan(0);
    await expect.poll(() => agent.page.title(), patiently).toBe("(1) livechat console");
    const icon = agent.page.locator('link[rel="icon"]');
    await expect.poll(() => icon.getAttribute("href"), patiently).toBe("/console/icon-unread.svg");
    await expect.poll(async () => (await shown(agent.page)).join(), patiently).toContain("New chat: Visitor");
    await agent.page
      .locator("[aria-live]", { hasText: "New chat: Visitor" })
      .first()
      .waitFor({ state: "attached" });
    expect(await heard(other)).toBe(0);
    await fixture.picture(agent.page, "check-a-new-chat");
  });

  it("what visitors write is unread until it is seen; notes change nothing; a reload keeps it", async () => {
    const { groupId, members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("One");
    await visitor.sees("joined");
    await agent.open("One");
    const row = agent.page.locator(".row", { hasText: "Three" });
    await agent.page.goto(agent.page.url().replace(/\/[^/]+$/, ""));
    await visitor.write("Two");
    await visitor.write("Three");
    await expect.poll(() => row.locator(".unread-count").textContent(), patiently).toContain("2");
    await agent.page.reload();
    await expect.poll(() => row.locator(".unread-count").textContent(), patiently).toContain("2");
    await agent.open("Three");
    await agent.page.getByText("New", { exact: true }).waitFor();
    await expect.poll(() => row.locator(".unread-count").count(), patiently).toBe(0);
    await agent.note("A note");
    await agent.page.reload();
    await agent.sees("A note");
    expect(await row.locator(".unread-count").count()).toBe(0);
  });

  it("somebody who waits is told to who could take them", async () => {
    const { groupId, members } = await team(1, 1);
    const agent = await signIn(fixture, members[0]);
    const first = await fixture.visitor(groupId);
    await first.write("First");
    await agent.open("First");
    const second = await fixture.visitor(groupId);
    await second.write("Second");
    await agent.page.getByText("1 visitor waits for an agent.").first().waitFor();
    await expect.poll(() => agent.page.title(), patiently).toMatch(/^\(\d\)/);
  });
});

describe("in little room", () => {
  it("at 360 px list, chat and details are three screens", async () => {
    const { groupId, members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("On the phone");
    await agent.page.setViewportSize({ width: 360, height: 740 });
    await agent.open("On the phone");
    await fixture.picture(agent.page, "27-phone-chat");
    await agent.page.getByRole("button", { name: "Details", exact: true }).click();
    const details = agent.page.getByRole("complementary", { name: "Details" });
    await details.waitFor();
    await fixture.picture(agent.page, "28-phone-details");
    await details.getByRole("button", { name: "Hide details" }).click();
    await agent.page.getByRole("button", { name: "All conversations" }).click();
    await agent.page.locator(".row", { hasText: "On the phone" }).waitFor();
    await fixture.picture(agent.page, "29-phone-list");
    const sideways = await agent.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(sideways).toBe(false);
  });

  it("at 320 x 256 px the last message can be read", async () => {
    const { groupId, members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Can you read me?");
    await visitor.sees("joined");
    await agent.open("Can you read me?");
    await agent.page.setViewportSize({ width: 320, height: 256 });
    const bubble = agent.conversation.locator(".bubble", { hasText: "Can you read me?" });
    const inSight = () =>
      bubble.evaluate((element) => {
        const { top, bottom, left, right } = element.getBoundingClientRect();
        const middle = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return top >= 0 && bottom <= innerHeight && element.contains(middle);
      });
    await expect.poll(inSight, patiently).toBe(true);
    await fixture.picture(agent.page, "check-f-console");
  });

  it("speaks German where the agent wants it", async () => {
    const person = await fixture.person({ locale: "de-DE" });
    const page = await person.newPage();
    await page.goto((await signIn(fixture, (await team(1)).members[0])).page.url());
    await page.getByLabel("E-Mail").fill("anna@livechat.test");
    await page.getByLabel("Passwort").fill(PASSWORD);
    await page.getByRole("button", { name: "Anmelden" }).click();
    await page.getByRole("navigation", { name: "Bereiche" }).waitFor();
    await fixture.picture(page, "31-german");
  });
});
