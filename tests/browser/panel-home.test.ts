import { describe, expect, it } from "vitest";
import { configWith } from "./scripted-chat.ts";
import { useScriptedChat } from "./use-scripted-chat.ts";

const { chat, fixture, open } = useScriptedChat();

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

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
    ["nobody can take a chat now", { available: false }, "Everybody is busy right now"],
    ["nobody is there", { available: false, agentsOnline: 0 }, "Nobody is here right now"],
    ["nothing is known of it", { usualAnswerSeconds: null }, "We are here"],
    ["it takes days", { usualAnswerSeconds: 200_000 }, "We are here"],
  ])("is not told where %s", async (_when, presence, expected) => {
    chat.config = configWith({ usualAnswerSeconds: 150, ...presence });
    const visitor = await open(PHONE);
    await visitor.sees(expected);
    expect(await visitor.panel.getByText("Usually").count()).toBe(0);
  });
});
