import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Fixture, PATIENCE_MS, Visitor } from "./fixture.ts";
import { type ForeignSite, openForeignSite } from "./foreign-page.ts";
import { signIn, team } from "./team.ts";

const patiently = { timeout: PATIENCE_MS };
/** What the page does wrong on purpose; the browser reports it as the page's. */
const OWN_MISTAKES = ["the page's own mistake", 'there is no command "fly"'];

let fixture: Fixture;
let site: ForeignSite;
beforeAll(async () => {
  fixture = await Fixture.open();
  site = await openForeignSite();
});
beforeEach(() => {
  fixture.problems.length = 0;
});
afterEach(() => fixture.closePeople());
afterAll(async () => {
  await fixture.close();
  await site.close();
});

async function visit(groupId = ""): Promise<Visitor> {
  const page = await (await fixture.person()).newPage();
  await page.goto(`${site.address}?group=${groupId}`);
  await page.getByRole("button", { name: "Open chat" }).waitFor();
  return new Visitor(page);
}

const told = (page: Page): Promise<[string, unknown][]> => page.evaluate("told");
const command = (page: Page, ...words: unknown[]) =>
  page.evaluate((words) => Reflect.get(window, "livechat")(...words), words);

/** Everything of the page that the widget could have changed. */
const lookOf = (page: Page) =>
  page.evaluate(() => {
    const styleOf = (element: Element) =>
      [...getComputedStyle(element)].map((key) => getComputedStyle(element).getPropertyValue(key)).join();
    const own = [...document.querySelectorAll("html, head, body, body > :not(livechat-widget)")];
    return {
      styles: own.map(styleOf),
      sheets: [...document.styleSheets].map(({ href }) => href),
      adopted: document.adoptedStyleSheets.length,
      children: [...document.body.children].map(({ tagName }) => tagName),
      globals: Object.keys(window).filter((key) => /chat|firebase/i.test(key)),
    };
  });

describe("on a site of another origin, with a strict policy and styles for everything", () => {
  it("it can be opened and written in, and says what happens", async () => {
    const { groupId, members } = await team(1);
    const visitor = await visit(groupId);
    const { page } = visitor;
    await visitor.openChat();
    await visitor.write("Hello from another site");
    await expect.poll(() => visitor.sent(), patiently).toEqual(["Hello from another site"]);
    const agent = await signIn(fixture, members[0]);
    await agent.open("Hello from another site");
    await agent.sees("Vera");
    await visitor.sees("joined");
    await command(page, "close");
    await agent.answer("Good morning!");
    const unread = page.getByRole("button", { name: "Open chat (unread messages: 1)" });
    await unread.waitFor();
    await fixture.picture(page, "17-another-site");
    await unread.click();
    await visitor.sees("Good morning!");
    await expect.poll(async () => (await told(page)).at(-1), patiently).toEqual(["unread", 0]);
    const heard = await told(page);
    const details = (name: string) => heard.filter(([of]) => of === name).map(([, detail]) => detail);
    expect(heard.slice(0, 2)).toEqual([
      ["ready", null],
      ["opened", null],
    ]);
    expect(details("agentJoined")).toEqual([{ id: members[0]?.id, name: members[0]?.name }]);
    expect(details("message")).toMatchObject([
      { text: "Hello from another site", authorType: "visitor" },
      { text: "Good morning!", authorType: "agent" },
    ]);
    expect(details("statusChanged")).toEqual(["loading", "waiting", "active"]);
    expect(details("unread")).toEqual([1, 0]);
    expect(fixture.problems.filter((text) => !OWN_MISTAKES.some((own) => text.includes(own)))).toEqual([]);
    expect(fixture.problems).toHaveLength(3);
  });

  it("neither it nor the page restyles the other, and it stands there once", async () => {
    const context = await fixture.person();
    const bare = await context.newPage();
    await bare.route("**/widget.js", (route) => route.abort());
    await bare.goto(site.address);
    const before = await lookOf(bare);
    const visitor = await visit();
    await visitor.openChat();
    const after = await lookOf(visitor.page);
    expect(after).toEqual({ ...before, children: [...before.children, "LIVECHAT-WIDGET"] });
    expect((await visitor.panel.boundingBox())?.width).toBe(380);
    expect(await visitor.input.evaluate((input) => getComputedStyle(input).fontSize)).toBe("16px");
    const host = visitor.page.locator("livechat-widget");
    const looks = await host.evaluate((element) => {
      const { right, bottom } = element.getBoundingClientRect();
      const { opacity, transform } = getComputedStyle(element);
      return { right, bottom, opacity, transform };
    });
    expect(looks).toEqual({ right: 1180, bottom: 760, opacity: "1", transform: "none" });
  });

  it("what is typed in it is no shortcut of the page, and closing it takes no focus from the page", async () => {
    const visitor = await visit();
    await visitor.openChat();
    await visitor.input.pressSequentially("s/?");
    await visitor.page.getByRole("textbox", { name: "Search" }).press("x");
    expect(await visitor.page.evaluate("keys")).toEqual(["x"]);
    await command(visitor.page, "close");
    const focused = await visitor.page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    expect(focused).toBe("Search");
  });

  it("a form of the widget's name on the page does not keep it from starting", async () => {
    const page = await (await fixture.person()).newPage();
    await page.goto(`${site.address}form`);
    await page.getByRole("button", { name: "Open chat" }).waitFor();
    await command(page, "open");
    await new Visitor(page).panel.waitFor();
    expect(await page.locator("form[name=livechat] input").count()).toBe(3);
  });

  it("after destroy nothing is left, and commands do nothing", async () => {
    const visitor = await visit();
    await visitor.openChat();
    await command(visitor.page, "destroy");
    for (const name of ["open", "show", "toggle", "close", "end", "destroy"]) {
      await command(visitor.page, name);
    }
    await command(visitor.page, "setLocale", "de");
    expect(await visitor.page.locator("livechat-widget").count()).toBe(0);
    expect(fixture.problems.filter((text) => !OWN_MISTAKES.some((own) => text.includes(own)))).toEqual([]);
  });
});
