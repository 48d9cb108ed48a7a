import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { PASSWORD } from "../../local/demo/demo.ts";
import type { Fixture } from "./fixture.ts";
import { signIn, team } from "./team.ts";
import { useFixture } from "./use-fixture.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SCHEMES = ["light", "dark"] as const;
const ROUTES = [
  "inbox/mine",
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

const { hosting } = inject("addresses");
let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

interface AxeWindow {
  axe: {
    run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
  };
}

/** What axe finds on the page as it is now: rule and place. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (runOnly) => {
    // Without loading style sheets itself, which the content policy refuses.
    const { violations } = await (window as unknown as AxeWindow).axe.run({ runOnly, preload: false });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  }, RULES);
}

async function admin(colorScheme: "light" | "dark"): Promise<Page> {
  const page = await (await fixture.person({ colorScheme })).newPage();
  await page.goto(`${hosting}/console`);
  await page.getByLabel("E-mail").fill("admin@livechat.test");
  await page.getByLabel("Password").fill(PASSWORD);
  expect(await violations(page)).toEqual([]);
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
      found.push(...(await violations(page)).map((violation) => `${route}: ${violation}`));
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
    const found = await violations(agent.page);
    for (const key of ["t", "#", "s", "?", "Control+k"]) {
      await agent.input.press("Escape");
      await agent.page.keyboard.press(key);
      await agent.page.getByRole("dialog").waitFor();
      found.push(...(await violations(agent.page)));
      await agent.page.keyboard.press("Escape");
      await agent.page.getByRole("dialog").waitFor({ state: "detached" });
    }
    await fixture.picture(agent.page, `20-conversation-${scheme}`);
    expect(found).toEqual([]);
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
