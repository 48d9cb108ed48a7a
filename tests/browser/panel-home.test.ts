import type { BrowserContextOptions } from "playwright-core";
import { describe, expect, it } from "vitest";
import { findings } from "./axe-findings.ts";
import { configWith, conversationWith, eventWith, NOW, pastConversations, refusal } from "./scripted-chat.ts";
import { ScriptedPanel } from "./scripted-panel.ts";
import { useScriptedChat } from "./use-scripted-chat.ts";

const { chat, fixture, open } = useScriptedChat();

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const HELLO = eventWith(1, { authorType: "visitor", authorId: "vera1", text: "Hello?" });
const ENDED = { status: "closed", assignedAgentId: null, closedAt: NOW };

const pastOf = (items: readonly Record<string, unknown>[]) => (call: { path: string }) =>
  call.path.startsWith("/v1/conversations?") ? { json: { items, nextPageToken: null } } : undefined;

const CLOSED = {
  available: false,
  agentsOnline: 0,
  hours: {
    isOpen: false,
    nextOpeningAt: "2031-03-03T08:00:00.000Z",
    nextChangeAt: "2031-03-03T08:00:00.000Z",
    timeZone: "Europe/Zurich",
  },
} as const;

describe("how soon somebody usually answers", () => {
  it.each([
    ["en", "Usually answers in about 3 minutes"],
    ["ar", "وقت الرد المعتاد تقريبًا: 3 دقائق"],
  ])("is told in the visitor's language: %s", async (locale, expected) => {
    chat.config = configWith({ usualAnswerSeconds: 150 });
    const visitor = await open();
    await visitor.page.evaluate((tag) => Reflect.get(window, "livechat")("setLocale", tag), locale);
    await visitor.sees(expected);
    await fixture().picture(visitor.page, `answers-in-${locale}`);
  });

  it.each([
    ["nobody can take a chat now", { available: false, agentsOnline: 2 }, "Everybody is busy right now"],
    ["nobody is there", { available: false, agentsOnline: 0 }, "Nobody is here right now"],
    ["nothing is known of it", { usualAnswerSeconds: null }, "We are here"],
    ["it takes days", { usualAnswerSeconds: 200_000, agentsOnline: 3 }, "3 of us are here"],
  ])("is not told where %s", async (_when, presence, expected) => {
    chat.config = configWith({ usualAnswerSeconds: 150, ...presence });
    const visitor = await open(PHONE);
    await visitor.sees(expected);
    expect(await visitor.panel.getByText("Usually").count()).toBe(0);
  });
});

describe("the home of whoever has been here before", () => {
  const LOOKS: readonly [name: string, attributes: string, options: BrowserContextOptions][] = [
    ["light", "", {}],
    ["dark", 'style="color-scheme: dark"', { colorScheme: "dark" }],
    ["phone", "", PHONE],
  ];

  it.each(LOOKS)(
    "says who is there, and leads to a new conversation and the last ones: %s",
    async (...look) => {
      const [name, attributes, options] = look;
      chat.config = configWith({ usualAnswerSeconds: 150, agentsOnline: 2 });
      chat.attributes = attributes;
      const visitor = await open({ reducedMotion: "reduce", ...options });
      await visitor.returnHome(pastConversations(4));
      await visitor.sees("2 of us are here");
      await visitor.sees("Usually answers in about 3 minutes");
      await visitor.sees("Hello! How can we help?");
      expect(await visitor.panel.getByText("Thank you for lamp").count()).toBe(3);
      expect(await visitor.input.count()).toBe(0);
      await fixture().picture(visitor.page, `home-${name}`);
      await visitor.panel.getByRole("button", { name: "Thank you for lamp 2!" }).click();
      await visitor.panel.getByRole("heading", { name: "Earlier conversations" }).waitFor();
      await visitor.panel.getByRole("button", { name: "Back" }).click();
      await visitor.panel.getByRole("button", { name: "More", exact: true }).click();
      await visitor.sees("Thank you for lamp 4!");
      await visitor.panel.getByRole("button", { name: "Back" }).click();
      await visitor.panel.getByRole("button", { name: "Send us a message" }).click();
      await visitor.write("Another lamp");
      await expect.poll(() => chat.count("POST", "/v1/widget/session")).toBe(2);
      expect(await visitor.panel.getByRole("button", { name: "Back" }).count()).toBe(0);
    },
  );

  it("in the reader's direction", async () => {
    const visitor = await open({ reducedMotion: "reduce" });
    await visitor.returnHome(pastConversations(2));
    await visitor.page.evaluate(() => Reflect.get(window, "livechat")("setLocale", "ar"));
    await visitor.sees("راسلنا");
    expect(await findings(visitor.page)).toEqual([]);
    await fixture().picture(visitor.page, "home-arabic");
    expect(await visitor.panel.getAttribute("dir")).toBe("rtl");
  });

  it("is looked at by axe when it has faded in, however long that takes", async () => {
    const visitor = await open();
    await visitor.returnHome(pastConversations(2));
    await visitor.sees("Send us a message");
    await visitor.panel.press("Escape");
    await visitor.page.evaluate(async () => {
      await Reflect.get(window, "livechat")("open");
      const panel = document.querySelector("livechat-widget")?.shadowRoot?.querySelector(".panel");
      for (const animation of panel?.getAnimations() ?? []) animation.playbackRate = 0.1;
    });
    expect(await findings(visitor.page)).toEqual([]);
  });

  it("greets by the name that the page tells", async () => {
    const person = await fixture().person();
    await person.addInitScript(() => {
      const early = Object.assign(() => {}, { q: [["setVisitor", { name: "Vera <b>" }]] });
      Object.assign(window, { livechat: early });
    });
    const visitor = await (await ScriptedPanel.visit(person, chat)).open();
    await visitor.returnHome(pastConversations(1));
    await visitor.panel.getByRole("heading", { name: "Welcome back, Vera <b>!" }).waitFor();
    await fixture().picture(visitor.page, "home-by-name");
  });

  it("by keyboard alone: into the conversation, where one writes, and back", async () => {
    const visitor = await open();
    await visitor.returnHome(pastConversations(1));
    const start = visitor.panel.getByRole("button", { name: "Send us a message" });
    await start.focus();
    await visitor.page.keyboard.press("Enter");
    await expect.poll(() => visitor.input.evaluate((input) => input.matches(":focus"))).toBe(true);
    await visitor.panel.getByRole("button", { name: "Back" }).focus();
    await visitor.page.keyboard.press("Enter");
    await start.waitFor();
    await expect.poll(() => visitor.panel.evaluate((panel) => panel.matches(":focus"))).toBe(true);
    await visitor.page.keyboard.press("Escape");
    await visitor.panel.waitFor({ state: "hidden" });
  });

  it("in another tab goes along into the conversation that is begun in this one", async () => {
    const person = await fixture().person();
    const left = await (await ScriptedPanel.visit(person, chat)).open();
    await left.returnHome(pastConversations(2));
    const right = await (await ScriptedPanel.visit(person, chat)).open();
    await right.sees("Send us a message");
    await left.panel.getByRole("button", { name: "Send us a message" }).click();
    await left.write("Another lamp");
    await left.panel.locator(".message.sent", { hasText: "Another lamp" }).waitFor();
    await right.tell("conversation", conversationWith());
    await right.tellEvents([eventWith(2, { text: "Which one?" })]);
    await right.sees("Which one?");
    expect(await right.input.count()).toBe(1);
    expect(chat.count("POST", "/v1/widget/session")).toBe(2);
  });

  it("is closed when the company is: it says when somebody is back, and leads to the form", async () => {
    const visitor = await open({ timezoneId: "America/New_York" });
    chat.config = configWith(CLOSED);
    await visitor.returnHome(pastConversations(2));
    await visitor.sees("Nobody is here right now. Write to us");
    await visitor.sees("We are back: March 3 at 03:00 AM");
    await fixture().picture(visitor.page, "home-closed");
    await visitor.panel.getByRole("button", { name: "Send us a message" }).click();
    await visitor.sees("Leave us a message");
  });

  it("names the day of the next opening by the server's clock, however wrong the visitor's is", async () => {
    const DAY_MS = 24 * 3600 * 1000;
    const opening = new Date(Date.now() + 2 * DAY_MS);
    opening.setUTCHours(12, 0, 0, 0);
    const nextOpeningAt = opening.toISOString();
    chat.config = configWith({
      ...CLOSED,
      hours: { isOpen: false, nextOpeningAt, nextChangeAt: nextOpeningAt, timeZone: "UTC" },
    });
    const person = await fixture().person({ timezoneId: "UTC" });
    await person.addInitScript((millis) => {
      const right = Date.now;
      Date.now = () => right() + millis;
    }, 2 * DAY_MS);
    const visitor = await (await ScriptedPanel.visit(person, chat)).open();
    const weekday = opening.toLocaleDateString("en", { weekday: "long", timeZone: "UTC" });
    await visitor.panel
      .getByText(new RegExp(`We are back: ${weekday}.*12:00`))
      .first()
      .waitFor();
  });

  it.each([
    ["there is no conversation in it", { json: { items: [], nextPageToken: null } }],
    ["its conversations cannot be had", refusal(500, "internal")],
  ])("is left out where %s", async (_when, answer) => {
    const visitor = await open();
    await visitor.returnHome([]);
    chat.script = ({ path }) => (path.startsWith("/v1/conversations?") ? answer : undefined);
    await visitor.panel.press("Escape");
    await visitor.reload();
    await visitor.open();
    await expect.poll(() => visitor.input.evaluate((input) => input.matches(":focus"))).toBe(true);
    expect(await visitor.panel.getByRole("button", { name: "Back" }).count()).toBe(0);
  });

  it("is behind a conversation that has ended: there and back by keyboard, and from there into another one", async () => {
    const visitor = await open();
    await visitor.begin([HELLO], ENDED);
    await visitor.reload();
    await visitor.panel.waitFor();
    await visitor.tell("conversation", conversationWith(ENDED));
    await visitor.tellEvents([HELLO]);
    chat.script = pastOf([conversationWith({ ...ENDED, lastMessage: HELLO }), ...pastConversations(1)]);
    await visitor.sees("How was this conversation?");
    const back = visitor.panel.getByRole("button", { name: "Back" });
    await back.focus();
    await visitor.page.keyboard.press("Enter");
    await visitor.panel.getByRole("heading", { name: "Chat with us" }).waitFor();
    await visitor.sees("Send us a message");
    await expect.poll(() => visitor.panel.evaluate((panel) => panel.matches(":focus"))).toBe(true);
    await fixture().picture(visitor.page, "home-behind");
    const ended = visitor.panel.getByRole("button", { name: "Hello?" });
    await ended.focus();
    await visitor.page.keyboard.press("Enter");
    await visitor.sees("How was this conversation?");
    await back.click();
    await visitor.panel.getByRole("button", { name: "Send us a message" }).click();
    await visitor.write("Another lamp");
    await expect.poll(() => chat.count("POST", "/v1/widget/session")).toBe(2);
    expect(chat.calls.findLast(({ path }) => path === "/v1/widget/session")?.body).toMatchObject({
      message: "Another lamp",
    });
  });

  it("leads back to the conversation that has ended where the list cannot be had", async () => {
    const visitor = await open();
    chat.script = ({ path }) =>
      path.startsWith("/v1/conversations?") ? refusal(500, "internal") : undefined;
    await visitor.begin([HELLO], { ...ENDED, lastMessage: HELLO });
    await visitor.panel.getByRole("button", { name: "Back" }).click();
    await visitor.panel.getByRole("button", { name: "Hello?" }).click();
    await visitor.sees("How was this conversation?");
  });

  it("is passed by whoever has begun to write, and by a page that opens the chat with a text", async () => {
    const visitor = await open();
    await visitor.returnHome(pastConversations(2));
    await visitor.sees("Send us a message");
    await visitor.page.evaluate(() => Reflect.get(window, "livechat")("openWith", "About lamp 7"));
    await expect.poll(() => visitor.input.inputValue()).toBe("About lamp 7");
    await visitor.reload();
    await expect.poll(() => visitor.input.inputValue()).toBe("About lamp 7");
  });
});
