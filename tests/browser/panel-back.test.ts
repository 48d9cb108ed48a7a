import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { ScriptedPanel } from "./scripted-panel.ts";
import { useScriptedChat } from "./use-scripted-chat.ts";

const { chat, visit } = useScriptedChat();

const PHONE = { viewport: { width: 390, height: 760 } };

/** What a page's router is told, from before the widget is there; it keeps a state of its own. */
const ROUTER = () => {
  const told: unknown[] = [];
  Object.assign(window, { told });
  addEventListener("popstate", ({ state }) => told.push(state));
  if (!history.state) history.replaceState({ idx: 0 }, "");
};

const told = (page: Page) => page.evaluate(() => Reflect.get(window, "told") as unknown[]);
const stateOf = (page: Page) => page.evaluate(() => history.state as unknown);
const lengthOf = (page: Page) => page.evaluate(() => history.length);
const isOpen = (page: Page) => page.evaluate(() => Reflect.get(window, "livechat")("getState").isOpen);
const goes = (page: Page, by: number) => page.evaluate((by) => history.go(by), by);
/** Until the entry is there that stands for the open chat. */
const standsOpen = (page: Page) => expect.poll(() => stateOf(page)).toMatchObject({ livechat: true });
const standsClosed = (page: Page) => expect.poll(() => stateOf(page)).toEqual({ idx: 0 });

async function onPhone(): Promise<ScriptedPanel> {
  const visitor = await visit(PHONE);
  // Only now: what is added comes before the widget on each page from here on.
  await visitor.page.addInitScript(ROUTER);
  await visitor.reload();
  return visitor;
}

describe("back on a phone", () => {
  it("closes the chat that covers the page, whose router stays where it is; forward opens it again", async () => {
    const visitor = await onPhone();
    const { page } = visitor;
    const before = await lengthOf(page);
    await visitor.open();
    await standsOpen(page);
    expect(await lengthOf(page)).toBe(before + 1);
    await goes(page, -1);
    await visitor.panel.waitFor({ state: "hidden" });
    expect(page.url()).toBe(chat.address);
    await standsClosed(page);
    await goes(page, 1);
    await visitor.panel.waitFor();
    await goes(page, -1);
    await visitor.panel.waitFor({ state: "hidden" });
    expect(await lengthOf(page)).toBe(before + 1);
    expect(new Set((await told(page)).map((state) => (state as { idx: number }).idx))).toEqual(new Set([0]));
  });

  it("finds no entry left over, however the chat was closed and how often", async () => {
    const visitor = await onPhone();
    const { page } = visitor;
    const before = await lengthOf(page);
    for (const close of ["button", "key", "command"]) {
      await visitor.open();
      await standsOpen(page);
      if (close === "button") await visitor.panel.getByRole("button", { name: "Close chat" }).click();
      else if (close === "key") await visitor.panel.press("Escape");
      else await page.evaluate(() => Reflect.get(window, "livechat")("close"));
      await standsClosed(page);
    }
    // Closed and opened in one go: the way back of the first is under way when the second begins.
    await visitor.open();
    await standsOpen(page);
    await page.evaluate(() => {
      Reflect.get(window, "livechat")("close");
      Reflect.get(window, "livechat")("open");
    });
    await standsOpen(page);
    expect(await isOpen(page)).toBe(true);
    await goes(page, -1);
    await visitor.panel.waitFor({ state: "hidden" });
    expect(await lengthOf(page)).toBe(before + 1);
  });

  it("an open chat that comes along to the next page, or is there after a reload, adds no entry", async () => {
    const visitor = await onPhone();
    const { page } = visitor;
    await visitor.open();
    await standsOpen(page);
    const before = await lengthOf(page);
    await page.reload();
    await visitor.panel.waitFor();
    await page.reload();
    await visitor.panel.waitFor();
    expect(await lengthOf(page)).toBe(before);
    await goes(page, -1);
    await visitor.panel.waitFor({ state: "hidden" });
    await goes(page, 1);
    await visitor.panel.waitFor();
    await page.goto(`${chat.address}?page=2`);
    await visitor.panel.waitFor();
    await page.waitForLoadState("networkidle");
    expect(await lengthOf(page)).toBe(before + 1);
    expect(await stateOf(page)).toEqual({ idx: 0 });
    await visitor.panel.press("Escape");
    await visitor.panel.waitFor({ state: "hidden" });
    expect(page.url()).toBe(`${chat.address}?page=2`);
  });

  it("pages that a router adds over the open chat are the router's: it is told of each, and closing stays on them", async () => {
    const visitor = await onPhone();
    const { page } = visitor;
    await visitor.open();
    await standsOpen(page);
    await page.evaluate(() => history.pushState({ idx: 1 }, "", "/?page=2"));
    await visitor.panel.press("Escape");
    await visitor.panel.waitFor({ state: "hidden" });
    expect(await stateOf(page)).toEqual({ idx: 1 });
    await goes(page, -1);
    // Where the chat was open it is open again, over the page that the router shows.
    await visitor.panel.waitFor();
    expect(page.url()).toBe(chat.address);
    expect(await told(page)).toEqual([{ idx: 0, livechat: true }]);
    await goes(page, -1);
    await visitor.panel.waitFor({ state: "hidden" });
    expect(await told(page)).toEqual([{ idx: 0, livechat: true }, { idx: 0 }]);
  });

  it.each(["close, then leave", "leave, then close"])("a page that does both goes on: %s", async (order) => {
    const visitor = await onPhone();
    const { page } = visitor;
    await visitor.open();
    await standsOpen(page);
    await page.evaluate((order) => {
      const steps = [() => Reflect.get(window, "livechat")("close"), () => location.assign("/?page=2")];
      for (const step of order.startsWith("close") ? steps : steps.reverse()) step();
    }, order);
    await page.waitForURL(/page=2/);
    await visitor.page.locator(".launcher").waitFor();
  });

  it("is the page's own on a large screen, where the chat covers nothing", async () => {
    const visitor = await visit();
    const before = await lengthOf(visitor.page);
    await visitor.open();
    await visitor.sees("We are here");
    await visitor.page.waitForLoadState("networkidle");
    expect(await lengthOf(visitor.page)).toBe(before);
    expect(await stateOf(visitor.page)).toBe(null);
  });
});
