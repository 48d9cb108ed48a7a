import { readFile } from "node:fs/promises";
import { endpoints } from "@livechat/contract";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PASSWORD } from "../../local/demo/demo.ts";
import { addresses } from "../addresses.ts";
import { api, loginAdmin } from "../end-to-end/people.ts";
import type { Fixture } from "./fixture.ts";
import { useFixture } from "./use-fixture.ts";

const { hosting } = addresses;
const QUESTIONS = {
  overview: "How are we doing?",
  waiting: "Who waits too long?",
  load: "Who is overloaded?",
  hours: "When should we be open?",
  ratings: "What do they say of us?",
  live: "What happens now?",
};

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

async function admin(colorScheme: "light" | "dark" = "light"): Promise<Page> {
  const page = await (
    await fixture.person({ colorScheme, viewport: { width: 1280, height: 1100 } })
  ).newPage();
  await page.goto(`${hosting}/console`);
  await page.getByLabel("E-mail").fill("admin@livechat.test");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Places" }).waitFor();
  return page;
}

async function open(page: Page, name: string): Promise<void> {
  await page.goto(`${hosting}/console/reports/${name}`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.getByText("Loading…").first().waitFor({ state: "hidden" });
}

/** The number that a tile shows. */
const numberOf = (page: Page, label: string) =>
  page.locator(".stat", { has: page.getByText(label, { exact: true }) }).locator("strong");

describe("the reports", () => {
  it.each(["light", "dark"] as const)(
    "answer a question a page, from the demo's days, in %s",
    async (scheme) => {
      const page = await admin(scheme);
      for (const [name, question] of Object.entries(QUESTIONS)) {
        await open(page, name);
        await page.getByRole("heading", { level: 1, name: question }).waitFor();
        await fixture.picture(page, `reports-${name}-${scheme}`);
        expect((await page.getByRole("alert").allInnerTexts()).join("")).toBe("");
      }
      await open(page, "overview");
      expect(Number(await numberOf(page, "Chats").innerText())).toBeGreaterThan(50);
    },
  );

  it("show the same on the screen, by the API and in the file, and lead to the chats behind a number", async () => {
    const page = await admin();
    await open(page, "overview");
    const shown = Number(await numberOf(page, "Answered").innerText());
    await numberOf(page, "Answered").getByRole("link").click();
    await page.getByRole("heading", { level: 1, name: "The chats behind the number" }).waitFor();
    const rows = page.locator("tbody tr");
    await expect.poll(() => rows.count()).toBe(shown);
    const { searchParams } = new URL(page.url());
    const query = {
      from: new Date(`${searchParams.get("from")}T00:00:00`).toISOString(),
      to: new Date(Date.parse(`${searchParams.get("to")}T00:00:00`) + 24 * 3600_000).toISOString(),
      outcome: "answered",
    } as const;
    const token = await loginAdmin();
    const { body } = await api.call(endpoints.listConversationRows, { token, query });
    expect(body.items).toHaveLength(shown);
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as CSV" }).click();
    const file = await readFile(await (await downloading).path(), "utf8");
    const lines = file.replace("\uFEFF", "").trimEnd().split("\r\n");
    expect(lines).toHaveLength(shown + 1);
    const names = await page.locator("tbody tr td:first-child").allInnerTexts();
    expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(names);
    await fixture.picture(page, "reports-chats-light");
  });
});
