import type { BrowserContext } from "playwright-core";
import { describe, expect, it } from "vitest";
import { ANNA_JOINED, eventWith, refusal } from "./scripted-chat.ts";
import { ScriptedPanel } from "./scripted-panel.ts";
import { useScriptedChat } from "./use-scripted-chat.ts";

const { chat, fixture, open } = useScriptedChat();

const HELLO = eventWith(1, { authorType: "visitor", authorId: "vera1", text: "Hello?" });

/** As where the visitor's settings block a site's data: asking for it is an error. */
const forbidStorage = (person: BrowserContext) =>
  person.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException("Access is denied for this document.", "SecurityError");
        },
      });
    }
  });

/** As in windows that keep nothing, and where the disk is full: what is there can be read, and nothing be written. */
const fillStorage = (person: BrowserContext) =>
  person.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
    };
  });

describe("a browser that stores nothing", () => {
  it.each([
    ["storage is forbidden", forbidStorage],
    ["storage is full", fillStorage],
  ])("has the whole conversation as long as the page lives: %s", async (_what, spoil) => {
    const person = await fixture().person();
    await spoil(person);
    const visitor = await (await ScriptedPanel.visit(person, chat)).open();
    await visitor.begin([HELLO, eventWith(2, ANNA_JOINED), eventWith(3, { text: "Good morning!" })]);
    await visitor.sees("Good morning!");
    await visitor.write("My lamp is broken");
    await visitor.panel.locator(".message.sent", { hasText: "My lamp is broken" }).waitFor();
    expect(chat.count("POST", "/v1/widget/session")).toBe(1);
    await visitor.panel.press("Escape");
    await visitor.open();
    await visitor.sees("Good morning!");
    // The next page knows nobody, and is as good as the first.
    await visitor.reload();
    await visitor.open();
    await visitor.sees("We are here");
    await visitor.write("Hello again?");
    await expect.poll(() => chat.count("POST", "/v1/widget/session")).toBe(2);
  });
});

describe("a forged identity", () => {
  it("is refused to the page that shows it, and the visitor stays who they were", async () => {
    const visitor = await open();
    await visitor.begin([HELLO]);
    chat.script = ({ path }) => (path === "/v1/widget/identify" ? refusal(401, "authentication") : undefined);
    const type = await visitor.page.evaluate(async () => {
      try {
        await Reflect.get(window, "livechat").identify("e30.eyJzdWIiOiJvdHRvIn0.forged");
        return "taken";
      } catch (error) {
        return Reflect.get(error as object, "type");
      }
    });
    expect(type).toBe("authentication");
    await visitor.write("Still me");
    await visitor.panel.locator(".message.sent", { hasText: "Still me" }).waitFor();
    expect(chat.count("POST", "/v1/widget/session")).toBe(1);
    const state = await visitor.page.evaluate(() => Reflect.get(window, "livechat").getState());
    expect(state).toMatchObject({ visitorId: "vera1", conversationId: "chat1" });
  });
});
