import { afterEach, expect, it } from "vitest";
import { tellTimeBy, timeNow } from "./use-now.ts";

afterEach(() => tellTimeBy(Date.now));

it("is told by the clock that was given, from then on: ages do not follow a device that is three hours ahead", () => {
  const ahead = 3 * 3600_000;
  let server = Date.now() - ahead;
  tellTimeBy(() => server);
  expect(timeNow()).toBe(server);
  server += 1_000;
  expect(timeNow()).toBe(server);
});
