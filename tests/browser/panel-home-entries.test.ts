import { describe, expect, it } from "vitest";
import { findings } from "./axe-findings.ts";
import { configWith } from "./scripted-chat.ts";
import { useScriptedChat } from "./use-scripted-chat.ts";

const { chat, fixture, open } = useScriptedChat();

const QUESTION = "When does my order arrive? <b>";
const HOME = {
  entries: [
    { id: "delivery", text: QUESTION, url: null },
    { id: "arabic", text: "أين طلبي؟", url: null },
    { id: "returns", text: "How to return something", url: "https://shop.example/returns" },
  ],
};
const CLOSED = { isOpen: false, nextOpeningAt: null, nextChangeAt: null, timeZone: "UTC" };

const begun = () => chat.calls.filter(({ path }) => path === "/v1/widget/session").map(({ body }) => body);

describe("what the company offers at home", () => {
  it("is there for whoever comes first; a question begins the conversation, and there is no session before", async () => {
    chat.config = configWith({ home: HOME, agentsOnline: 3 });
    const visitor = await open({ reducedMotion: "reduce" });
    await visitor.sees("3 of us are here");
    const question = visitor.panel.getByRole("button", { name: QUESTION });
    await question.waitFor();
    expect(await findings(visitor.page)).toEqual([]);
    await fixture().picture(visitor.page, "home-entries");
    const stored = await visitor.page.evaluate(() => Object.keys(localStorage));
    expect(stored.filter((key) => !/^livechat:(known|visit)$/.test(key))).toEqual([]);
    expect(chat.count("GET", "/v1/conversations")).toBe(0);
    const link = visitor.panel.getByRole("link", { name: "How to return something" });
    expect(await link.getAttribute("rel")).toBe("noopener noreferrer");
    await question.focus();
    await visitor.page.keyboard.press("Enter");
    await visitor.panel.locator(".message.sent", { hasText: QUESTION }).waitFor();
    expect(begun()).toMatchObject([{ message: QUESTION }]);
    await expect.poll(() => visitor.input.evaluate((input) => input.matches(":focus"))).toBe(true);
  });

  it.each([
    ["has to agree to something", { consent: { required: true, version: "1" } }],
    ["is asked something first", { preChat: { when: "always", fields: [NAME()] } }],
  ])("waits in the field where the visitor %s", async (_what, asked) => {
    chat.config = configWith({ home: HOME, ...asked } as never);
    const visitor = await open();
    await visitor.panel.getByRole("button", { name: QUESTION }).click();
    if ("preChat" in asked) {
      await visitor.panel.getByLabel("Your name").fill("Vera");
      await visitor.panel.getByRole("button", { name: "Start the chat" }).click();
    }
    await expect.poll(() => visitor.input.inputValue()).toBe(QUESTION);
    expect(begun().filter(({ message }) => message !== undefined)).toEqual([]);
  });

  it("is the message of the form while it is closed", async () => {
    chat.config = configWith({ home: HOME, available: false, agentsOnline: 0, hours: CLOSED });
    const visitor = await open();
    await visitor.panel.getByRole("button", { name: QUESTION }).click();
    await visitor.sees("Leave us a message");
    expect(await visitor.panel.locator(".form textarea").inputValue()).toBe(QUESTION);
  });

  it("is left behind by a page that leads into the chat, and can be gone back to by whoever has begun to write", async () => {
    chat.config = configWith({ home: HOME });
    const visitor = await open();
    await visitor.panel.getByRole("button", { name: "Send us a message" }).click();
    await visitor.input.fill("About lamp 7");
    await visitor.reload();
    await expect.poll(() => visitor.input.inputValue()).toBe("About lamp 7");
    await visitor.panel.getByRole("button", { name: "Back" }).click();
    await visitor.panel.getByRole("button", { name: QUESTION }).waitFor();
    await visitor.page.evaluate(() => Reflect.get(window, "livechat")("openWith", "About lamp 8"));
    await expect.poll(() => visitor.input.inputValue()).toBe("About lamp 7");
  });
});

function NAME() {
  return { id: "name", type: "text", label: "Your name", required: true, options: [], showIf: null };
}
