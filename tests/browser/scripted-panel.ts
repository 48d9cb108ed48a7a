import type { Event, WidgetConfig } from "@livechat/contract";
import type { BrowserContext, Page } from "playwright-core";
import { conversationWith, NOW, type ScriptedChat } from "./scripted-chat.ts";

interface Live {
  observers: Record<string, unknown>;
  updates: unknown[];
  tell(what: string, value: unknown, isCurrent?: boolean): void;
}

/** A visitor's page at the scripted chat. */
export class ScriptedPanel {
  constructor(
    readonly page: Page,
    private readonly chat: ScriptedChat,
  ) {}

  static async visit(context: BrowserContext, chat: ScriptedChat): Promise<ScriptedPanel> {
    const page = await context.newPage();
    await page.goto(chat.address);
    await page.locator(".launcher").waitFor({ state: "attached" });
    return new ScriptedPanel(page, chat);
  }

  get panel() {
    return this.page.getByRole("dialog");
  }

  get input() {
    return this.panel.locator(".composer textarea");
  }

  async open(): Promise<this> {
    await this.page.locator(".launcher").click();
    await this.panel.waitFor();
    return this;
  }

  async reload(): Promise<void> {
    await this.page.goto(this.chat.address);
    await this.page.locator(".launcher").waitFor({ state: "attached" });
  }

  async write(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press("Enter");
  }

  async sees(text: string): Promise<void> {
    await this.panel.getByText(text).first().waitFor();
  }

  /**
   * Begins a conversation with "Hello?"; what its listeners hear is told by the test from then on. An event of the same
   * text stands for the one that the page has sent.
   */
  async begin(events: readonly Event[], conversation: Record<string, unknown> = {}): Promise<this> {
    await this.write("Hello?");
    await this.panel.locator(".message.sent").waitFor();
    await this.tell("conversation", conversationWith(conversation));
    await this.tellEvents(events);
    await this.tell("participants", []);
    return this;
  }

  /** Comes to the next page, the chat open, as somebody who has these conversations behind them and none before them. */
  async returnHome(past: readonly Record<string, unknown>[]): Promise<void> {
    this.chat.script = ({ path }) =>
      path.startsWith("/v1/conversations?") ? { json: { items: past, nextPageToken: null } } : undefined;
    await this.begin([], { status: "closed", assignedAgentId: null, closedAt: NOW });
    await this.panel.getByRole("button", { name: "New conversation" }).click();
    await this.reload();
    await this.panel.waitFor();
  }

  /** The conversation's events from now on. One that says "Hello?" is the one that the page has sent. */
  async tellEvents(events: readonly Event[]): Promise<void> {
    const { firstSentId } = this.chat;
    await this.tell(
      "events",
      events.map((event) => (event.text === "Hello?" ? { ...event, id: firstSentId } : event)),
    );
  }

  /** What a listener hears, as soon as there is one. */
  async tell(what: string, value: unknown): Promise<void> {
    if (what === "conversation") this.chat.conversation = value as Record<string, unknown>;
    await this.page.waitForFunction(
      (name) => (window as unknown as { live?: Live }).live?.observers[name] !== undefined,
      what,
    );
    await this.page.evaluate(
      ([name, told]) => (window as unknown as { live: Live }).live.tell(name as string, told),
      [what, value],
    );
  }
}

export interface Meets {
  config?: Partial<WidgetConfig>;
  locale?: string;
}

/** What the page reads aloud, in order: every text that live regions have got, the panel closed or open. */
export async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const root = document.querySelector("livechat-widget")?.shadowRoot;
    const isLive = (node: Node | null): boolean => {
      const element = node instanceof Element ? node : (node?.parentElement ?? null);
      const region = element?.closest("[aria-live], [role=status], [role=alert], [role=log]");
      return region !== null && region !== undefined && region.getAttribute("aria-live") !== "off";
    };
    new MutationObserver((changes) => {
      for (const { addedNodes, target, type } of changes) {
        const nodes = type === "characterData" ? [target] : [...addedNodes];
        for (const node of nodes) if (isLive(node) && node.textContent) heard.push(node.textContent);
      }
    }).observe(root as Node, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}

export type { ScriptedChat };
