import fc from "fast-check";
import { expect, it } from "vitest";
import { DEFAULT_THEME, textOn, themeRules } from "./theme.ts";

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(color: string): number {
  const parts = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = parts;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

it("words can be read on every colour", () => {
  const color = fc.nat(0xffffff).map((number) => `#${number.toString(16).padStart(6, "0")}`);
  const property = fc.property(color, (color) => {
    const text = textOn(color) === "#FFF" ? "#FFFFFF" : "#000000";
    expect(contrast(color, text)).toBeGreaterThanOrEqual(4.5);
  });
  fc.assert(property, {
    numRuns: 5_000,
    examples: [["#facc15"], ["#000000"], ["#ffffff"], ["#757575"], ["#767676"]],
  });
});

it("takes each scheme's own colour, and the text's colour where it is set", () => {
  expect(themeRules(DEFAULT_THEME, false)).toContain("--livechat-accent:#1A56DB;--livechat-on-accent:#FFF");
  expect(themeRules(DEFAULT_THEME, true)).toContain("--livechat-accent:#7AA5FF;--livechat-on-accent:#000");
  const set = { ...DEFAULT_THEME, textColor: "#123456", position: "start", offsetX: 7 } as const;
  expect(themeRules(set, false)).toContain("--livechat-on-accent:#123456");
  expect(themeRules(set, false)).toContain("inset-inline-start:7px!important");
});
