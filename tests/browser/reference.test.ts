import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { PATIENCE_MS, Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.closePeople());
afterAll(() => stage.close());

test("the API reference draws every folder and its calls, under its own strict policy", async () => {
  const page = await (await stage.person()).newPage();
  await page.goto(`${inject("addresses").hosting}/docs`);
  await page.getByRole("heading", { name: "Start or resume a visitor" }).waitFor({ timeout: PATIENCE_MS });
  // Folders stand in the menu, and above their calls.
  for (const name of ["Authentication", "Conversations", "Canned responses"]) {
    expect(await page.getByText(name, { exact: true }).count()).toBeGreaterThan(0);
  }
  // The library's own logo would come from elsewhere: the policy keeps the page from asking.
  expect(stage.problems.filter((problem) => !problem.includes("logo-mini.svg"))).toEqual([]);
});
