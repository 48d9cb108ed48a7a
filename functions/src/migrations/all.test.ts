import { expect, it } from "vitest";
import { FIRST_VERSION, latestVersion, migrations } from "./all.ts";

it("migrations are numbered without gaps", () => {
  const numbers = migrations.map(({ to }) => to);
  expect(numbers).toEqual(numbers.map((_, index) => FIRST_VERSION + 1 + index));
  expect(latestVersion()).toBe(FIRST_VERSION + migrations.length);
});
