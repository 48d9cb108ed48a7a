import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { addresses } from "../addresses.ts";
import { Fixture, PATIENCE_MS } from "./fixture.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.open();
});
afterEach(() => fixture.closePeople());
afterAll(() => fixture.close());

test("the API reference draws every folder and its calls, under its own strict policy", async () => {
  const page = await (await fixture.person()).newPage();
  await page.goto(`${addresses.hosting}/docs`);
  await page.getByRole("heading", { name: "Start or resume a visitor" }).waitFor({ timeout: PATIENCE_MS });
  // Folders stand in the menu, and above their calls.
  for (const name of ["Authentication", "Conversations", "Canned responses"]) {
    expect(await page.getByText(name, { exact: true }).count()).toBeGreaterThan(0);
  }
  // The library's own logo would come from elsewhere: the policy keeps the page from asking.
  expect(fixture.problems.filter((problem) => !problem.includes("logo-mini.svg"))).toEqual([]);
});
