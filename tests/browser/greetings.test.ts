import type { BrowserContext, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PASSWORD } from "../../local/demo/demo.ts";
import { addresses } from "../addresses.ts";
import { type Fixture, PATIENCE_MS, Visitor } from "./fixture.ts";
import { useFixture } from "./use-fixture.ts";

const { hosting } = addresses;
const patiently = { timeout: PATIENCE_MS };

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

const greeting = (id: string, rules: object[]) => ({
  id,
  text: `Greeting ${id}`,
  rules,
  match: "all",
  again: "never",
  onlyWhenOpen: false,
});

async function withGreetings(person: BrowserContext, greetings: object[]): Promise<void> {
  await person.route("**/v1/widget/config*", async (route) => {
    const config = await (await route.fetch()).json();
    await route.fulfill({ json: { ...config, greetings } });
  });
}

async function shop(person: BrowserContext, path = ""): Promise<Page> {
  const opened = await person.newPage();
  await opened.goto(`${hosting}/demo${path}`);
  await opened.getByRole("button", { name: /^Open chat/ }).waitFor();
  return opened;
}

async function adminToken(): Promise<string> {
  const answer = await fetch(`${hosting}/v1/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email: "admin@livechat.test", password: PASSWORD }),
  });
  return ((await answer.json()) as { token: string }).token;
}

const dismiss = (page: Page) => page.getByRole("button", { name: "Dismiss" });

describe("greetings", () => {
  it("come with another route of a single-page app, and one that is dismissed does not block another", async () => {
    const person = await fixture.person();
    const at = (part: string) => ({ type: "url", operator: "contains", value: part });
    await withGreetings(person, [greeting("one", [at("#one")]), greeting("two", [at("#")])]);
    const page = await shop(person);
    expect(await page.getByRole("button", { name: "Greeting" }).count()).toBe(0);
    await page.evaluate(() => history.pushState(null, "", "#one"));
    await page.getByRole("button", { name: "Greeting one" }).waitFor();
    await fixture.picture(page, "62-greeting");
    await dismiss(page).click();
    await page.getByRole("button", { name: "Greeting two" }).waitFor();
    await dismiss(page).click();
    await page.reload();
    await page.getByRole("button", { name: /^Open chat/ }).waitFor();
    await page.evaluate(() => history.pushState(null, "", "#one"));
    const states = async () => page.evaluate(() => Reflect.get(window, "livechat").getState().greetingId);
    // Both were seen and dismissed, which outlives the page.
    expect(await states()).toBe(null);
  });

  it("wait for what the page tells, and can be shown by it", async () => {
    const person = await fixture.person();
    const rule = { type: "event", operator: "equals", value: "added-to-basket" };
    await withGreetings(person, [greeting("basket", [rule]), greeting("never", [{ ...rule, value: "no" }])]);
    const page = await shop(person, "/products/skagen");
    await page.getByRole("button", { name: "Put it into the basket" }).click();
    await page.getByRole("button", { name: "Greeting basket" }).waitFor();
    await page.evaluate(() => Reflect.get(window, "livechat").showGreeting("never"));
    await page.getByRole("button", { name: "Greeting never" }).waitFor();
  });

  it("are counted in one call when the page is left, and what is answered stands as the first event", async () => {
    const person = await fixture.person();
    const counted: string[] = [];
    person.on("request", (request) => {
      if (request.url().includes("greeting-counts")) counted.push(request.postData() ?? "");
    });
    const page = await shop(person, "/products/skagen");
    await page.getByRole("button", { name: "Put it into the basket" }).click();
    await page.getByRole("button", { name: "Before you order" }).click();
    const visitor = new Visitor(page);
    await visitor.panel.waitFor();
    const started = page.waitForResponse((answer) => answer.url().endsWith("/v1/widget/session"));
    await visitor.write("Yes: does it dim?");
    const session = await (await started).json();
    await expect.poll(() => visitor.sent(), patiently).toContain("Yes: does it dim?");
    const read = await fetch(`${hosting}/v1/conversations/${session.conversationId}/events`, {
      headers: { Authorization: `Bearer ${session.sessionToken}` },
    });
    const { items } = (await read.json()) as { items: { text: string }[] };
    expect(items[0]?.text).toContain("Before you order");
    expect(counted).toEqual([]);
    // As when the page is left, of which the browser's own tools tell nothing.
    await page.evaluate(() => Reflect.get(window, "livechat").destroy());
    await expect.poll(() => counted.length, patiently).toBe(1);
    const { counts } = JSON.parse(counted[0] ?? "{}") as { counts: { greetingId: string; type: string }[] };
    expect(counts.map(({ greetingId, type }) => `${greetingId} ${type}`)).toEqual([
      "basket-help shown",
      "basket-help opened",
      "basket-help answered",
    ]);
  });

  it("are counted when the page is left, too, however little is done on it", async () => {
    const shown = async () => {
      const headers = { Authorization: `Bearer ${await adminToken()}` };
      const answer = await fetch(`${hosting}/v1/widgets/default/counts`, { headers });
      const { greetings } = (await answer.json()) as { greetings: Record<string, { shown?: number }> };
      return greetings["basket-help"]?.shown ?? 0;
    };
    const before = await shown();
    const page = await shop(await fixture.person(), "/products/sylt");
    await page.getByRole("button", { name: "Put it into the basket" }).click();
    await page.getByRole("button", { name: "Before you order" }).waitFor();
    await page.goto("about:blank");
    await expect.poll(shown, patiently).toBe(before + 1);
  });
});

describe("the shop's account", () => {
  it("says who the visitor is, keeps what was written before, and forgets it all on signing out", async () => {
    const person = await fixture.person();
    const page = await shop(person, "/account");
    const visitor = new Visitor(page);
    await visitor.openChat();
    await visitor.write("Before I signed in");
    await expect.poll(() => visitor.sent(), patiently).toEqual(["Before I signed in"]);
    await page.getByRole("button", { name: "Sign in as Vera" }).click();
    await page.getByText("Vera Winter is signed in, and verified in the chat.").waitFor();
    await visitor.write("It is me");
    await expect.poll(() => visitor.sent(), patiently).toEqual(["Before I signed in", "It is me"]);
    await page.getByRole("button", { name: "Sign in as Otto" }).click();
    await page.getByText("Otto Sommer is signed in, and verified in the chat.").waitFor();
    await expect.poll(() => visitor.messages(), patiently).toEqual([]);
    await visitor.write("Otto here");
    await expect.poll(() => visitor.sent(), patiently).toEqual(["Otto here"]);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("Nobody is signed in.").waitFor();
    await expect.poll(() => visitor.messages(), patiently).toEqual([]);
    const kept = await page.evaluate(() =>
      Object.keys(localStorage).filter((key) => key.startsWith("livechat:")),
    );
    expect(kept).toEqual([]);
  });
});

describe("the chat as a page of its own", () => {
  it("fills the window, without a launcher, and stores nothing", async () => {
    const page = await (await fixture.person()).newPage();
    await page.goto(`${hosting}/chat?locale=de`);
    await page.getByRole("dialog").waitFor();
    const box = await page.getByRole("dialog").boundingBox();
    expect(box?.height).toBe(780);
    expect(await page.getByRole("button", { name: "Chat öffnen" }).count()).toBe(0);
    expect(await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)])).toEqual(
      [],
    );
    await fixture.picture(page, "63-page-of-its-own");
  });
});
