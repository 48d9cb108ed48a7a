import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import { addresses } from "../addresses.ts";
import { launchChromium } from "./launch-chromium.ts";

const PICTURES = join(import.meta.dirname, "..", "..", ".artifacts", "browser");
/** Of a page that is told in the log. */
const MOST_TOLD_CHARS = 1_500;
/** Patience with one step on a busy machine. */
export const PATIENCE_MS = 30_000;

/** The SDK's look whether there is any network, once a stream has broken. It makes no difference that a policy blocks it. */
const NETWORK_PROBE = "www.google.com/images/cleardot.gif";

/** A browser, the people in it, and everything that went wrong on their pages. */
export class Fixture {
  /** What pages have thrown, or the browser has refused them by their Content-Security-Policy. */
  readonly problems: string[] = [];
  private readonly contexts: BrowserContext[] = [];

  private constructor(private readonly browser: Browser) {}

  static async open(): Promise<Fixture> {
    await mkdir(PICTURES, { recursive: true });
    return new Fixture(await launchChromium());
  }

  /** A person with a browser profile of their own. */
  async person(options: Parameters<Browser["newContext"]>[0] = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({ viewport: { width: 1200, height: 780 }, ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    context.on("page", (page) => this.watch(page));
    this.contexts.push(context);
    return context;
  }

  /** The demo shop in a new tab, its chat open. */
  async visit(context: BrowserContext, groupId: string): Promise<Visitor> {
    const page = await context.newPage();
    await page.goto(`${addresses.hosting}/demo?group=${groupId}`);
    const visitor = new Visitor(page);
    await visitor.openChat();
    return visitor;
  }

  async visitor(groupId: string): Promise<Visitor> {
    return this.visit(await this.person(), groupId);
  }

  /** The console in a new tab, signed in and online. */
  async agent(email: string, password: string): Promise<Agent> {
    const page = await (await this.person()).newPage();
    await page.goto(`${addresses.hosting}/console`);
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    const online = page.getByRole("button", { name: /, Online,/ });
    const goOnline = page.getByRole("button", { name: "Go online" }).first();
    await online.or(goOnline).first().waitFor();
    if (!(await online.isVisible())) await goOnline.click();
    await online.waitFor();
    return new Agent(page);
  }

  /** Keeps a picture of the page. */
  async picture(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  /** What each page shows, in the log and as a picture: for a test that failed where nobody could look. */
  async tellPages(name: string): Promise<void> {
    const pages = this.contexts.flatMap((context) => context.pages());
    for (const [at, page] of pages.entries()) {
      const text = await page.innerText("body").catch(() => "(closed)");
      console.error(`${name}: page ${at + 1}, ${page.url()}\n${text.slice(0, MOST_TOLD_CHARS)}`);
      await this.picture(page, `failed-${name.replace(/\W+/g, "-")}-${at + 1}`).catch(() => {});
    }
  }

  /** Ends every profile. A request that a test answers in the page's place may be under way: it is nobody's any more. */
  async closePeople(): Promise<void> {
    await Promise.all(
      this.contexts.splice(0).map(async (context) => {
        const answering = [context, ...context.pages()];
        await Promise.all(answering.map((routed) => routed.unrouteAll({ behavior: "ignoreErrors" })));
        await context.close();
      }),
    );
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  private watch(page: Page): void {
    page.on("pageerror", (error) => this.problems.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      const text = message.text();
      if (/Content Security Policy/i.test(text) && !text.includes(NETWORK_PROBE)) this.problems.push(text);
    });
  }
}

/**
 * Types until the other side shows it. A mark of typing holds for seconds, and a busy machine may take longer to show
 * the first one.
 */
export async function typeUntilSeen(typist: Visitor | Agent, other: Visitor | Agent): Promise<void> {
  const typeAndLook = async () => {
    await typist.input.press("x");
    return other.isShownTyping();
  };
  await expect.poll(typeAndLook, { timeout: PATIENCE_MS }).toBe(true);
}

/** A visitor's page. */
export class Visitor {
  constructor(readonly page: Page) {}

  get panel() {
    return this.page.getByRole("dialog");
  }

  get input() {
    return this.panel.getByRole("textbox");
  }

  async openChat(): Promise<void> {
    await this.page.getByRole("button", { name: /^Open chat/ }).click();
    await this.panel.waitFor();
  }

  isShownTyping(): Promise<boolean> {
    return this.panel.getByText("is typing…").isVisible();
  }

  async write(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press("Enter");
  }

  async sees(text: string): Promise<void> {
    await this.panel.getByText(text).first().waitFor();
  }

  /** The texts of all messages, own and others', in order. */
  messages(): Promise<string[]> {
    return this.panel.locator(".message .bubble").allTextContents();
  }

  /** The texts of those that the server has. */
  sent(): Promise<string[]> {
    return this.panel.locator(".message.sent .bubble").allTextContents();
  }
}

/** An agent's console. */
export class Agent {
  constructor(readonly page: Page) {}

  get input() {
    return this.page.locator(".composer textarea");
  }

  get conversation() {
    return this.page.locator(".conversation");
  }

  /** Opens the own conversation whose last message is this, as soon as it is there. */
  async open(lastMessage: string): Promise<void> {
    await this.page.locator(".row", { hasText: lastMessage }).first().click();
    // Not just any message: those of the conversation before may still be there.
    await this.conversation.locator(".message", { hasText: lastMessage }).first().waitFor();
  }

  /** Claims from the queue, however many others wait before: the list draws only what is in sight. */
  async claim(message: string): Promise<void> {
    const claim = this.page.getByRole("button", { name: `Claim: ${message}` });
    const list = this.page.locator(".list-scroller");
    await list.waitFor();
    const look = async () => {
      await list.evaluate((scroller) => {
        const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight;
        scroller.scrollTop = isAtEnd ? 0 : scroller.scrollTop + scroller.clientHeight;
      });
      return claim.isVisible();
    };
    await expect.poll(look, { timeout: PATIENCE_MS }).toBe(true);
    await claim.click();
  }

  async answer(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press("Enter");
  }

  /** Writes a note and goes back to answers: the mode stays what it was chosen to be. */
  async note(text: string): Promise<void> {
    await this.page.getByRole("tab", { name: "Note" }).click();
    await this.answer(text);
    await this.page.getByRole("tab", { name: "Reply" }).click();
  }

  /** Closes the open conversation; the server is told at once, not when it can no longer be undone. */
  async close(): Promise<void> {
    await this.page.getByRole("button", { name: "Close", exact: true }).click();
    await this.page.getByRole("button", { name: "Do it now" }).click();
  }

  /** Passes the open conversation on, at once. */
  async transfer(to: string, note: string): Promise<void> {
    await this.page.getByRole("button", { name: "Transfer" }).click();
    const dialog = this.page.getByRole("dialog");
    await dialog.getByRole("combobox").fill(to);
    await dialog.getByRole("option", { name: to }).first().click();
    await dialog.getByLabel("Note for them").fill(note);
    await dialog.getByRole("button", { name: "Transfer" }).click();
    await this.page.getByRole("button", { name: "Do it now" }).click();
  }

  async signOut(): Promise<void> {
    await this.page.getByRole("button", { name: / chats$/ }).click();
    await this.page.getByRole("menuitem", { name: "Sign out" }).click();
  }

  async sees(text: string): Promise<void> {
    await this.conversation.getByText(text).first().waitFor();
  }

  isShownTyping(): Promise<boolean> {
    return this.conversation.getByText("is typing…").isVisible();
  }

  /** Goes to the top of what is drawn, which draws more: a long conversation begins with its end. */
  async lookEarlier(): Promise<void> {
    await this.conversation.getByRole("log").evaluate((log) => log.scrollTo(0, 0));
  }

  messages(): Promise<string[]> {
    return this.conversation.locator(".message .bubble").allTextContents();
  }

  sent(): Promise<string[]> {
    return this.conversation.locator(".message.sent .bubble").allTextContents();
  }
}
