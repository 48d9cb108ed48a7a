import { expect, it } from "vitest";
import { contrast, textOn } from "./contrast.ts";

it("contrast is as WCAG defines it", () => {
  expect(contrast("#FFFFFF", "#000000")).toBeCloseTo(21, 5);
  expect(contrast("#FFFFFF", "#767676")).toBeCloseTo(4.54, 2);
  expect(contrast("#FACC15", "#FFFFFF")).toBeCloseTo(1.53, 2);
});

it("the better of black and white stands on a colour", () => {
  expect(textOn("#FACC15")).toBe("#000000");
  expect(textOn("#1A56DB")).toBe("#FFFFFF");
});
