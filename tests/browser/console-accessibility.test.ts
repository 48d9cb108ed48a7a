import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { endpoints } from "@livechat/contract";
import type { Frame, Page } from "playwright-core";
import { afterAll, describe, expect, it } from "vitest";
import { PASSWORD } from "../../local/demo/demo.ts";
import { addresses } from "../addresses.ts";
import { api, loginAdmin, unique } from "../end-to-end/people.ts";
import { type Fixture, PATIENCE_MS } from "./fixture.ts";
import { signIn, team } from "./team.ts";
import { useFixture } from "./use-fixture.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SCHEMES = ["light", "dark"] as const;
const ROUTES = [
  "inbox/mine",
  "inbox/mine?unreplied=true&priority=urgent",
  "inbox/groups",
  "inbox/all",
  "inbox/snoozed",
  "inbox/mentions",
  "inbox/closed",
  "inbox/mine/no-such-conversation",
  "queue",
  "reports/overview",
  "reports/waiting",
  "reports/load",
  "reports/hours",
  "reports/ratings",
  "reports/live",
  "reports/chats",
  "archive",
  "people/agents",
  "people/groups",
  "people/tags",
  "people/canned",
  "settings/start",
  "settings/widget",
  "settings/hours",
  "settings/company",
  "settings/apiKeys",
  "settings/webhooks",
  "settings/bots",
  "settings/identity",
  "settings/bans",
  "settings/audit",
  "me/profile",
  "me/password",
  "me/sessions",
  "me/notifications",
  "me/look",
  "no-such-page",
];

const { hosting } = addresses;
let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

interface AxeWindow {
  axe: {
    run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
  };
}

/** What has been looked at, state and scheme, and how much was found there. */
const looked = new Map<string, number>();

/** What axe finds on the page, or in a frame of it, as it is now: rule and place. */
async function violations(page: Page | Frame, state: string): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async (runOnly) => {
    // Without loading style sheets itself, which the content policy refuses.
    const { violations } = await (window as unknown as AxeWindow).axe.run({ runOnly, preload: false });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  }, RULES);
  looked.set(state, (looked.get(state) ?? 0) + found.length);
  return found.map((violation) => `${state}: ${violation}`);
}

afterAll(() => {
  const [states, schemes] = [[...looked.keys()], SCHEMES.map((scheme) => `, ${scheme}`)];
  const inAll = states.filter((state) => state.endsWith(schemes[0] ?? "")).length;
  const findings = [...looked.values()].reduce((sum, each) => sum + each, 0);
  console.log(
    `axe: ${inAll} states x ${schemes.length} schemes, ${states.length} in all: ${findings} findings`,
  );
});

const patiently = { timeout: PATIENCE_MS };

async function admin(colorScheme: "light" | "dark"): Promise<Page> {
  // What fades in has not its own colours yet.
  const page = await (await fixture.person({ colorScheme, reducedMotion: "reduce" })).newPage();
  await page.goto(`${hosting}/console`);
  await page.getByLabel("E-mail").fill("admin@livechat.test");
  await page.getByLabel("Password").fill(PASSWORD);
  expect(await violations(page, `sign-in, ${colorScheme}`)).toEqual([]);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Places" }).waitFor();
  return page;
}

describe("axe finds nothing", () => {
  it.each(SCHEMES)("on any route in %s", async (scheme) => {
    const page = await admin(scheme);
    const found: string[] = [];
    for (const route of ROUTES) {
      await page.goto(`${hosting}/console/${route}`);
      await page.getByRole("navigation", { name: "Places" }).waitFor();
      await page.getByText("Loading…").first().waitFor({ state: "hidden" });
      found.push(...(await violations(page, `${route}, ${scheme}`)));
    }
    expect(found).toEqual([]);
  });

  it.each(SCHEMES)("in a conversation, its dialogs and the palette in %s", async (scheme) => {
    const { groupId, members } = await team(2);
    const agent = await signIn(fixture, members[0]);
    await agent.page.emulateMedia({ colorScheme: scheme });
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Is **this** a https://link.example/ ?");
    await visitor.sees("joined");
    await agent.open("Is ");
    await agent.note("A note");
    const found = await violations(agent.page, `a conversation, ${scheme}`);
    for (const key of ["t", "#", "s", "?", "Control+k"]) {
      await agent.input.press("Escape");
      await agent.page.keyboard.press(key);
      await agent.page.getByRole("dialog").waitFor();
      found.push(...(await violations(agent.page, `dialog ${key}, ${scheme}`)));
      await agent.page.keyboard.press("Escape");
      await agent.page.getByRole("dialog").waitFor({ state: "detached" });
    }
    await agent.input.press("Escape");
    for (const name of ["More actions", "Emoji", "Filter the list", /notification/i, /, Online,/]) {
      await agent.page.getByRole("button", { name }).first().click();
      const opened = agent.page.locator('[role="menu"], [role="dialog"]');
      await opened.first().waitFor();
      found.push(...(await violations(agent.page, `menu ${name}, ${scheme}`)));
      await agent.page.keyboard.press("Escape");
      await opened.first().waitFor({ state: "hidden" });
    }
    await fixture.picture(agent.page, `check-g-conversation-${scheme}`);
    await agent.page.goto(`${hosting}/console/archive?open=${agent.page.url().split("/").at(-1)}`);
    await agent.page.getByRole("region", { name: "Preview" }).locator(".message").first().waitFor();
    found.push(...(await violations(agent.page, `the archive's preview, ${scheme}`)));
    expect(found).toEqual([]);
  });

  it.each(SCHEMES)("in the forms' editor and in the widget's preview in %s", async (scheme) => {
    const token = await loginAdmin();
    const { id } = (await api.call(endpoints.createWidget, { token, body: { name: unique("Axe") } })).body;
    const page = await admin(scheme);
    await page.goto(`${hosting}/console/settings/widget`);
    await page.getByRole("combobox", { name: "Widget" }).selectOption(id);
    const forms = page.getByRole("region", { name: "Forms" });
    await forms.getByRole("button", { name: "Ask for the e-mail (Before a chat)" }).click();
    const add = forms.getByRole("button", { name: "Add a field: Before a chat" });
    const found: string[] = [];
    for (const type of ["select", "checkbox", "text"]) {
      await add.click();
      await forms.getByLabel("Label (English)").last().fill(`Field ${type}`);
      await forms.getByLabel("Kind of field").last().selectOption(type);
      found.push(...(await violations(page, `forms' editor with a ${type}, ${scheme}`)));
    }
    await forms.scrollIntoViewIfNeeded();
    await fixture.picture(page, `check-g-forms-${scheme}`);
    await page.getByRole("combobox", { name: "Scheme" }).selectOption(scheme);
    for (const scene of ["online", "offline", "full"]) {
      await page.getByRole("combobox", { name: "Who is there" }).selectOption(scene);
      const preview = page.frameLocator('iframe[title="As visitors see it"]');
      await preview.locator("[role=dialog], .panel").first().waitFor();
      const frame = page.frames().find((each) => each.url().endsWith("/preview"));
      if (!frame) throw new Error("The preview has no frame.");
      found.push(...(await violations(frame, `preview ${scene}, ${scheme}`)));
    }
    await fixture.picture(page, `check-g-preview-${scheme}`);
    await api.call(endpoints.deleteWidget, { token, params: { id } });
    expect(found).toEqual([]);
  });

  it("and every button that shows a picture alone has a tooltip", async () => {
    const { groupId, members } = await team(1);
    const agent = await signIn(fixture, members[0]);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("What does this button do?");
    await visitor.sees("joined");
    await agent.open("What does this");
    const wordless = () =>
      agent.page.evaluate(() => {
        const isShown = (element: Element) => element.getBoundingClientRect().width > 1;
        const hasWords = (element: Element): boolean =>
          [...element.childNodes].some((node) =>
            node.nodeType === Node.TEXT_NODE
              ? node.textContent?.trim() !== "" && isShown(element)
              : node instanceof Element && hasWords(node),
          );
        return [...document.querySelectorAll<HTMLElement>("button, .rail-link, label.attach")]
          .filter((element) => isShown(element) && element.querySelector("svg") && !hasWords(element))
          .filter((element) => element.title === "")
          .map((element) => element.outerHTML.slice(0, 160));
      });
    for (const [width, height] of [
      [1500, 900],
      [1200, 780],
      [800, 700],
      [360, 740],
    ] as const) {
      await agent.page.setViewportSize({ width, height });
      await expect.poll(wordless, patiently).toEqual([]);
    }
  });

  it("and the edges of fields stand out by 3:1 in both schemes", async () => {
    const page = await admin("light");
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(`${hosting}/console/me/password`);
      const ratio = await page.getByLabel("Current password").evaluate((field) => {
        const luminance = (color: string) => {
          const parts =
            color
              .match(/[\d.]+/g)
              ?.slice(0, 3)
              .map(Number) ?? [];
          const [red = 0, green = 0, blue = 0] = parts.map((value) => {
            const share = value / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const { borderTopColor, backgroundColor } = getComputedStyle(field);
        const [edge, ground] = [luminance(borderTopColor), luminance(backgroundColor)];
        return (Math.max(edge, ground) + 0.05) / (Math.min(edge, ground) + 0.05);
      });
      expect(ratio).toBeGreaterThanOrEqual(3);
    }
  });
});
