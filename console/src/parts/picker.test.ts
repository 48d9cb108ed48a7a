import { describe, expect, it } from "vitest";
import { matching } from "./picker.tsx";

const options = Array.from({ length: 120 }, (_, at) => ({ id: `${at}`, text: `Ännä ${at}` }));

describe("what fits to what is typed", () => {
  it("is cut at the most there may be, and says how many more there are", () => {
    const { shown, more } = matching(options, "", 50);
    expect(shown).toHaveLength(50);
    expect(more).toBe(70);
  });

  it("is found by typing, also what was cut off", () => {
    const { shown, more } = matching(options, "anna 119", 50);
    expect(shown.map(({ id }) => id)).toEqual(["119"]);
    expect(more).toBe(0);
  });
});
