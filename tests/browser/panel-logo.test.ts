import { describe, expect, it } from "vitest";
import { ANNA_JOINED, type Answer, configWith, eventWith, refusal } from "./scripted-chat.ts";
import type { ScriptedPanel } from "./scripted-panel.ts";
import { useScriptedChat } from "./use-scripted-chat.ts";

const { chat, fixture, open } = useScriptedChat();

const LOGO = "/v1/widget/logos/lamp";
/** Wider than high, dark on nothing. */
const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40" width="120" height="40">
  <circle cx="20" cy="20" r="14" fill="#123a5c"/><rect x="44" y="12" width="72" height="16" fill="#123a5c"/></svg>`;

const THERE = { text: PICTURE, headers: { "Content-Type": "image/svg+xml" } };

/** What is answered where the logo is. */
function answerLogo(answer: Answer): void {
  chat.config = configWith({ logoUrl: LOGO, texts: { title: "Nordlicht Lamps" } });
  chat.script = ({ path }) => (path === LOGO ? answer : undefined);
}

const logoOf = ({ panel }: ScriptedPanel) => panel.locator("img.logo");
/** Whether the picture is there, and not only its place. */
const isDrawn = (visitor: ScriptedPanel) =>
  logoOf(visitor).evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0);

describe("the company's logo", () => {
  it.each([
    ["light", {}],
    ["dark", { colorScheme: "dark" }],
    ["phone", { viewport: { width: 390, height: 760 } }],
    ["arabic", {}],
  ] as const)("stands beside the title until somebody has taken the chat (%s)", async (name, options) => {
    answerLogo(THERE);
    chat.attributes = name === "dark" ? 'style="color-scheme: dark"' : "";
    const visitor = await open(options);
    const isRightToLeft = name === "arabic";
    if (isRightToLeft) {
      await visitor.page.evaluate(() => Reflect.get(window, "livechat")("setLocale", "ar"));
      await visitor.page.locator(".panel[dir=rtl]").waitFor();
    }
    await expect.poll(() => isDrawn(visitor)).toBe(true);
    const [logo, title] = await Promise.all(
      [logoOf(visitor), visitor.panel.locator("h2 bdi")].map((part) => part.boundingBox()),
    );
    const [left, right] = isRightToLeft ? [title, logo] : [logo, title];
    const gap = (right?.x ?? 0) - (left?.x ?? 0) - (left?.width ?? 0);
    expect(gap).toBeGreaterThan(0);
    expect(gap).toBeLessThan(20);
    expect(logo?.height).toBeCloseTo(36);
    await fixture().picture(visitor.page, `panel-40-logo-${name}`);
    await visitor.begin([eventWith(2, ANNA_JOINED)], { status: "active", assignedAgentId: "anna" });
    await visitor.panel.locator(".face").waitFor();
    expect(await logoOf(visitor).count()).toBe(0);
  });

  it("leaves no gap where it cannot be loaded", async () => {
    answerLogo(refusal(404, "not_found"));
    const visitor = await open();
    await visitor.sees("Nordlicht Lamps");
    await expect.poll(() => chat.count("GET", LOGO)).toBe(1);
    await logoOf(visitor).waitFor({ state: "detached" });
    await fixture().picture(visitor.page, "panel-40-logo-broken");
  });
});
