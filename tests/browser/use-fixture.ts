import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { Fixture } from "./fixture.ts";

/** One browser for a test file. After each test its people leave, and no page may have had a problem. */
export function useFixture(onOpen: (fixture: Fixture) => void): void {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await Fixture.open();
    onOpen(fixture);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await fixture.tellPages(task.name);
    await fixture.closePeople();
    expect(fixture.problems.splice(0)).toEqual([]);
  });
  afterAll(() => fixture.close());
}
