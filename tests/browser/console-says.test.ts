import { endpoints } from "@livechat/contract";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PASSWORD } from "../../local/demo/demo.ts";
import { addresses } from "../addresses.ts";
import { api, startSession, untilActive } from "../end-to-end/people.ts";
import { type Fixture, PATIENCE_MS } from "./fixture.ts";
import { signIn, team } from "./team.ts";
import { useFixture } from "./use-fixture.ts";

const patiently = { timeout: PATIENCE_MS };
const { hosting } = addresses;

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

/** In light, dark, and on a phone. */
async function pictures(page: Page, name: string): Promise<void> {
  await fixture.picture(page, name);
  await page.emulateMedia({ colorScheme: "dark" });
  await fixture.picture(page, `${name}-dark`);
  await page.emulateMedia({ colorScheme: "light" });
  const before = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  await fixture.picture(page, `${name}-phone`);
  if (before) await page.setViewportSize(before);
}

async function admin(more: { locale?: string } = {}): Promise<Page> {
  const page = await (await fixture.person(more)).newPage();
  await page.goto(`${hosting}/console`);
  await page.locator("[name=email]").fill("admin@livechat.test");
  await page.locator("[name=password]").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.locator(".rail").waitFor();
  return page;
}

describe("a break", () => {
  it("is one choice in the menu; colleagues read a break, not an absence, and the chats go to others", async () => {
    const { groupId, members } = await team(2);
    const [anna, ben] = [await signIn(fixture, members[0]), await signIn(fixture, members[1])];
    await anna.page.getByRole("button", { name: / chats$/ }).click();
    await anna.page.getByRole("menuitemcheckbox", { name: "Take a break" }).click();
    await anna.page.getByRole("button", { name: /, On a break,/ }).waitFor();
    await anna.page.getByText("You are taking a break: no new chats come to you.").waitFor();
    await anna.page.getByText("No chats come to you now.", { exact: true }).waitFor();
    expect(await anna.page.getByText(/rings\.$/).count()).toBe(0);
    await pictures(anna.page, "70-break");
    await ben.page.goto(`${hosting}/console/queue`);
    const line = ben.page.locator(".agent-line", { hasText: members[0]?.name ?? "" });
    await line.getByText("On a break").waitFor();
    expect(await line.getByText(/Away|Offline/).count()).toBe(0);
    const visitors = [await startSession(groupId), await startSession(groupId)];
    for (const each of visitors) {
      expect((await untilActive(each)).assignedAgentId).toBe(members[1]?.id);
    }
    await ben.page.goto(`${hosting}/console/inbox/mine/${visitors[0]?.conversationId}`);
    await ben.page.getByRole("button", { name: "Transfer" }).click();
    const dialog = ben.page.getByRole("dialog");
    await dialog.getByRole("combobox").fill(members[0]?.name ?? "");
    const option = dialog.getByRole("option", { name: members[0]?.name ?? "" });
    await option.getByText("On a break").waitFor();
    expect(await option.locator(".presence.online").count()).toBe(0);
    await pictures(ben.page, "70-break-transfer");
    await anna.page.getByRole("button", { name: "Take chats again" }).first().click();
    await anna.page.getByRole("button", { name: /, Online,/ }).waitFor();
    await expect.poll(() => option.getByText("On a break").count(), patiently).toBe(0);
  });
});

interface Counting {
  formatted: number;
}

/** Counts how often a page writes a time or a date by the language's rules. */
async function countFormatting(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counting = window as unknown as Counting;
    counting.formatted = 0;
    const of = Intl.DateTimeFormat.prototype;
    const made = Object.getOwnPropertyDescriptor(of, "format")?.get;
    const get = function get(this: Intl.DateTimeFormat) {
      const format = made?.call(this) as (at: Date) => string;
      return (at: Date) => {
        counting.formatted += 1;
        return format(at);
      };
    };
    Object.defineProperty(of, "format", { configurable: true, get });
    for (const name of ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"] as const) {
      const write = Date.prototype[name] as (...how: unknown[]) => string;
      Date.prototype[name] = function counted(this: Date, ...how: unknown[]) {
        counting.formatted += 1;
        return write.apply(this, how);
      };
    }
  });
}
const formatted = (page: Page) => page.evaluate(() => (window as unknown as Counting).formatted);

describe("a conversation of three hundred messages", () => {
  /** Drawn before anybody looks further up. */
  const DRAWN = 120;
  const AT_ONCE = 6;

  it("draws its end, reads what is earlier on demand, and writes no time twice", async () => {
    const { groupId, members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    const visitor = await startSession(groupId);
    const { activeThreadId } = await untilActive(visitor);
    const params = { id: activeThreadId ?? "" };
    const say = (token: string, text: string) =>
      api.call(endpoints.addEvent, { token, params, body: { text } });
    const sides = [visitor.sessionToken, members[0]?.token ?? ""];
    for (let at = 1; at < 299; at += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, 299 - at) }, (_, more) => at + more);
      await Promise.all(some.map((each) => say(sides[each % 2] ?? "", `Message ${each}`)));
    }
    await say(visitor.sessionToken, "Message 299");
    const page = await agent.page.context().newPage();
    await countFormatting(page);
    const earlier: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/events?beforeSeq=")) earlier.push(request.url());
    });
    await page.goto(`${hosting}/console/inbox/mine/${visitor.conversationId}`);
    const messages = page.locator(".message");
    await messages.filter({ hasText: "Message 299" }).waitFor();
    expect(await messages.count()).toBeLessThanOrEqual(DRAWN);
    expect(earlier).toEqual([]);
    const before = await formatted(page);
    // Two for each message that is drawn: its time, and the day and time that its bubble names.
    expect(before).toBeLessThanOrEqual(3 * DRAWN);
    await say(visitor.sessionToken, "Message 300");
    await messages.filter({ hasText: "Message 300" }).waitFor();
    expect((await formatted(page)) - before).toBeLessThanOrEqual(20);
    const log = page.getByRole("log");
    const lookEarlier = async () => {
      await log.evaluate((element) => element.scrollTo(0, 0));
      return messages.filter({ hasText: "Hello?" }).count();
    };
    await expect.poll(lookEarlier, patiently).toBe(1);
    expect(earlier.length).toBeLessThanOrEqual(2);
    expect(earlier.length).toBeGreaterThan(0);
    await expect.poll(() => messages.count(), patiently).toBe(301);
    await pictures(page, "74-long");
  });
});

describe("an address", () => {
  it("that leads nowhere says so, and leads on", async () => {
    const { members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    await agent.page.goto(`${hosting}/console/inbox/mine/no-such-conversation`);
    await agent.page
      .getByRole("alert")
      .getByText("There is no such conversation, or you may not see it.")
      .waitFor();
    expect(await agent.page.getByText(/no access/).count()).toBe(0);
    await pictures(agent.page, "71-unknown-chat");
    await agent.page.getByRole("link", { name: "Search the archive" }).click();
    await agent.page.getByRole("heading", { name: "Archive" }).waitFor();
    for (const address of ["no-such-page", "inbox/no-such-view", "archive/no/such/page"]) {
      await agent.page.goto(`${hosting}/console/${address}`);
      await agent.page.getByRole("heading", { name: "There is no such page." }).waitFor();
    }
    await pictures(agent.page, "71-unknown-page");
    await agent.page.getByRole("link", { name: "To the inbox" }).click();
    await expect.poll(() => agent.page.url(), patiently).toBe(`${hosting}/console/inbox/mine`);
  });

  it("below a place leads back to that place, and a name that every object has is no page", async () => {
    const page = await admin();
    const places = { settings: "start", people: "agents", reports: "overview", me: "profile" };
    for (const [place, first] of Object.entries(places)) {
      for (const name of ["no-such-page", "constructor"]) {
        await page.goto(`${hosting}/console/${place}/${name}`);
        await page.getByRole("heading", { name: "There is no such page." }).waitFor();
      }
      expect(await page.locator(".page-tabs [aria-current]").count()).toBe(0);
      await page.getByRole("link", { name: /^Back to / }).click();
      await expect.poll(() => page.url(), patiently).toContain(`${hosting}/console/${place}/${first}`);
    }
    await page.goto(`${hosting}/console/settings/no-such-page`);
    await page.getByRole("heading", { name: "There is no such page." }).waitFor();
    await pictures(page, "71-unknown-settings");
  });
});

describe("what the service refuses", () => {
  it("is said in German to whoever reads German", async () => {
    const { groupId, adminToken } = await team(1);
    const { body: group } = await api.call(endpoints.getGroup, {
      token: adminToken,
      params: { id: groupId },
    });
    const page = await admin({ locale: "de-DE" });
    await page.goto(`${hosting}/console/people/groups`);
    await page.getByRole("button", { name: "Gruppe anlegen" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill(group.name);
    await dialog.getByRole("button", { name: "Speichern" }).click();
    await dialog.getByRole("alert").getByText("Eine Gruppe mit diesem Namen gibt es schon.").waitFor();
    await pictures(page, "75-refused-german");
  });
});

describe("the sign-in", () => {
  it("has a brand, shows the password on demand, and says what to do when it is forgotten; in German too", async () => {
    const page = await (await fixture.person()).newPage();
    await page.goto(`${hosting}/console`);
    await page.getByRole("heading", { name: "livechat" }).waitFor();
    const brand = page.locator(".brand img");
    expect(await brand.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(
      true,
    );
    const password = page.getByLabel("Password");
    await password.fill("secret words");
    expect(await password.getAttribute("type")).toBe("password");
    await page.getByLabel("Show what I type").check();
    expect(await password.getAttribute("type")).toBe("text");
    expect(await password.inputValue()).toBe("secret words");
    await page.getByText("Forgot your password? An admin of your team can set a new one.").waitFor();
    await pictures(page, "72-sign-in");
    await page.getByLabel("Show what I type").uncheck();
    expect(await password.getAttribute("type")).toBe("password");
    const german = await (await fixture.person({ locale: "de-DE" })).newPage();
    await german.goto(`${hosting}/console`);
    await german.getByLabel("Eingabe anzeigen").waitFor();
    await german.getByText("Passwort vergessen?").waitFor();
    await german.getByLabel("E-Mail").fill("anna@livechat.test");
    await german.getByLabel("Passwort").fill("falsch");
    await german.getByRole("button", { name: "Anmelden" }).click();
    await german.getByText("Die E-Mail oder das Passwort ist falsch.").waitFor();
    expect(await german.evaluate(() => document.documentElement.lang)).toBe("de");
    await pictures(german, "72-sign-in-german");
  });
});

describe("sound that the browser blocks", () => {
  it("is told by a banner, and cured by one click", async () => {
    const { members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    const context = agent.page.context();
    // As in a browser that plays nothing before a click: whether this one does depends on how it was started.
    await context.addInitScript(() => {
      const { resume } = AudioContext.prototype;
      const state = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, "state");
      let isAllowed = false;
      addEventListener(
        "pointerdown",
        () => {
          isAllowed = true;
        },
        { capture: true },
      );
      AudioContext.prototype.resume = function () {
        return isAllowed ? resume.call(this) : Promise.resolve();
      };
      Object.defineProperty(BaseAudioContext.prototype, "state", {
        configurable: true,
        get() {
          return isAllowed ? state?.get?.call(this) : "suspended";
        },
      });
    });
    const page = await context.newPage();
    await agent.page.close();
    await page.goto(`${hosting}/console/queue`);
    const banner = page.locator(".banner", { hasText: "This browser blocks the sound of new chats." });
    await banner.waitFor();
    await pictures(page, "73-sound-blocked");
    await banner.getByRole("button", { name: "Turn sound on" }).click();
    await banner.waitFor({ state: "detached" });
  });
});
