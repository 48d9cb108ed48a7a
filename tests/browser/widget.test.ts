import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { addresses } from "../addresses.ts";
import { type Fixture, PATIENCE_MS } from "./fixture.ts";
import { team } from "./team.ts";
import { useFixture } from "./use-fixture.ts";

const DEMO = `${addresses.hosting}/demo`;
const patiently = { timeout: PATIENCE_MS };

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

/** What the widget has told the demo page, by name. */
const told = async (page: Page) =>
  (await page.locator("#events li").allTextContents()).map((line) => line.split(" ")[0]);

describe("the widget on a page", () => {
  it("loads nothing but its loader until it is opened", async () => {
    const { groupId } = await team(1);
    const person = await fixture.person();
    const scripts: string[] = [];
    person.on("request", (request) => {
      if (request.resourceType() === "script") scripts.push(new URL(request.url()).pathname);
    });
    const page = await person.newPage();
    await page.goto(`${DEMO}?group=${groupId}`);
    await page.getByRole("button", { name: "Open chat" }).waitFor();
    expect(scripts.filter((path) => path.startsWith("/assets/"))).toEqual([]);
    await page.getByRole("button", { name: "Open chat" }).click();
    await page.getByRole("dialog").waitFor();
    expect(scripts.filter((path) => path.includes("firebase"))).toEqual([]);
    expect(await told(page)).toEqual(["ready", "opened"]);
  });

  it("tells that it is ready also to a listener that comes later", async () => {
    const page = await (await fixture.person()).newPage();
    await page.goto(DEMO);
    await page.getByRole("button", { name: "Open chat" }).waitFor();
    const isTold = page.evaluate(
      () => new Promise((told) => Reflect.get(window, "livechat").on("ready", () => told(true))),
    );
    expect(await isTold).toBe(true);
  });

  it("can be used by keyboard alone", async () => {
    const { groupId } = await team(1);
    const page = await (await fixture.person()).newPage();
    await page.goto(`${DEMO}?group=${groupId}`);
    await page.getByRole("button", { name: "Open chat" }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page), patiently).toBe("Write a message…");
    await page.keyboard.type("Typed");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("in two lines");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => page.getByRole("log").locator(".sent .bubble").allTextContents(), patiently)
      .toEqual(["Typed\nin two lines"]);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await expect.poll(() => focused(page), patiently).toBe("Open chat");
  });

  it("says that nobody is there, when nobody is", async () => {
    const page = await (await fixture.person()).newPage();
    let available = false;
    await page.route("**/v1/widget/config*", async (route) => {
      const config = await (await route.fetch()).json();
      await route.fulfill({ json: { ...config, available, agentsOnline: available ? 1 : 0, hours: null } });
    });
    await page.goto(DEMO);
    await page.getByRole("button", { name: "Open chat" }).click();
    await page.getByText("Nobody is here right now. Write to us").waitFor();
    await fixture.picture(page, "20-nobody-there");
    await page.getByRole("dialog").press("Escape");
    available = true;
    await page.getByRole("button", { name: "Open chat" }).click();
    await page.getByText("Hello! How can we help?").waitFor();
  });

  it("says that a group is closed which never opens, with no time that it would be back at, and takes a message", async () => {
    const page = await (await fixture.person()).newPage();
    await page.goto(`${DEMO}/help`);
    await page.getByRole("link", { name: "Repairs" }).click();
    await page.getByRole("button", { name: "Ask the workshop" }).click();
    const panel = page.getByRole("dialog");
    await panel.getByText("We are closed now").first().waitFor();
    expect(await panel.getByText("We are back").count()).toBe(0);
    await panel.getByLabel("E-mail address").fill("vera@example.com");
    await panel.getByLabel("Message").fill("Can you mend a shade?");
    await panel.getByRole("button", { name: "Send message" }).click();
    await panel.getByText("We have your message and will answer it.").waitFor();
    await fixture.picture(page, "21-always-closed");
  });

  it("asks before it ends a conversation, by keyboard too, and gives the focus back", async () => {
    const { groupId } = await team(1);
    const visitor = await fixture.visitor(groupId);
    const { page } = visitor;
    await visitor.write("Hello?");
    const end = visitor.panel.getByRole("button", { name: "End conversation" });
    await end.press("Enter");
    await visitor.panel.getByRole("button", { name: "End it" }).press("Escape");
    await visitor.panel.getByRole("alertdialog").waitFor({ state: "detached" });
    expect(await focused(page)).toBe("End conversation");
    await visitor.panel.waitFor();
    await end.press("Enter");
    await visitor.panel.getByRole("button", { name: "End it" }).press("Enter");
    await visitor.sees("The conversation has ended.");
    expect(await focused(page)).toBe("Write a message…");
  });

  it("says why a conversation could not be ended", async () => {
    const { groupId } = await team(1);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Hello?");
    await visitor.sees("Nobody is here right now");
    await visitor.page.route("**/close", (route) => route.abort());
    await visitor.panel.getByRole("button", { name: "End conversation" }).click();
    await visitor.panel.getByRole("button", { name: "End it" }).click();
    await visitor.sees("That did not work. Please try again.");
    await visitor.page.unroute("**/close");
    await visitor.panel.getByRole("button", { name: "End conversation" }).click();
    await visitor.panel.getByRole("button", { name: "End it" }).click();
    await visitor.sees("The conversation has ended.");
    await visitor.panel.getByText("That did not work.").waitFor({ state: "detached" });
  });

  it("does what the page commands, in the visitor's language and direction", async () => {
    const { groupId } = await team(1);
    const visitor = await fixture.visitor(groupId);
    const { page } = visitor;
    await page.locator("#locale").selectOption("ar");
    await expect.poll(() => visitor.panel.getAttribute("dir"), patiently).toBe("rtl");
    await fixture.picture(page, "15-right-to-left");
    await page.locator("#locale").selectOption("de");
    await visitor.panel.getByPlaceholder("Nachricht schreiben").waitFor();
    await page.getByRole("button", { name: "Hide" }).click();
    await page.locator("livechat-widget").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Show" }).click();
    await visitor.panel.waitFor();
    await command(page, "close");
    await visitor.panel.waitFor({ state: "hidden" });
    await command(page, "destroy");
    await page.locator("livechat-widget").waitFor({ state: "detached" });
    expect(await told(page)).toEqual(["ready", "opened", "closed"]);
  });

  it("covers a small screen, in the dark and without motion", async () => {
    const { groupId } = await team(1);
    const person = await fixture.person({
      viewport: { width: 390, height: 740 },
      colorScheme: "dark",
      reducedMotion: "reduce",
    });
    const visitor = await fixture.visit(person, groupId);
    await visitor.write("From my phone");
    await expect.poll(() => visitor.sent(), patiently).toEqual(["From my phone"]);
    const box = await visitor.panel.boundingBox();
    expect(box).toEqual({ x: 0, y: 0, width: 390, height: 740 });
    const motion = await visitor.panel.evaluate((panel) => getComputedStyle(panel).animationName);
    expect(motion).toBe("none");
    await fixture.picture(visitor.page, "16-phone-dark");
  });

  it("opens also where its loader is older than what was deployed last", async () => {
    const page = await (await fixture.person()).newPage();
    await page.route("**/widget.js", async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(/widget-panel-[\w-]+\.js/, "widget-panel-gone.js");
      await route.fulfill({ response, body });
    });
    const gone = page.waitForResponse((response) => response.url().endsWith("widget-panel-gone.js"));
    await page.goto(DEMO);
    await page.getByRole("button", { name: "Open chat" }).click();
    expect((await gone).status()).toBe(404);
    await page.getByRole("dialog").waitFor();
  });

  it("says on its button that it could not be loaded, and tries again", async () => {
    const page = await (await fixture.person()).newPage();
    await page.route("**/assets/**", (route) => route.abort());
    await page.goto(DEMO);
    await page.getByRole("button", { name: "Open chat" }).click();
    const failed = page.getByRole("button", { name: "The chat could not be loaded. Try again" });
    await failed.waitFor();
    await page.unroute("**/assets/**");
    await failed.click();
    await page.getByRole("dialog").waitFor();
  });
});

function command(page: Page, name: string): Promise<void> {
  return page.evaluate((name) => (window as { livechat?: (name: string) => void }).livechat?.(name), name);
}

/** The accessible name of what has the focus, inside shadow roots too. */
function focused(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.getAttribute("aria-label") ?? null;
  });
}
