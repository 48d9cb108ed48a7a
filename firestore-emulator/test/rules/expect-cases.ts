import { describe, expect, it } from "vitest";
import { type Case, outcome } from "./condition.ts";

/** Declares one test for each case. */
export function describeCases(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    it.each(cases)("%s: %s", (condition, expected) => {
      const actual = outcome(condition);
      expect(typeof expected === "boolean" ? actual : actual.slice(0, expected.length)).toBe(
        String(expected),
      );
    });
  });
}
