import { beforeEach, describe, expect, it } from "vitest";
import { chooseNone, chooseUpTo, chosenIds, toggleChosen } from "./selection.ts";

const ids = ["a", "b", "c", "d", "e"];
const chosen = () => [...chosenIds.get()].sort();
beforeEach(chooseNone);

describe("choosing conversations", () => {
  it("is by one", () => {
    toggleChosen("b");
    toggleChosen("d");
    toggleChosen("b");
    expect(chosen()).toEqual(["d"]);
  });

  it("is by a range, from the last one above or from the first", () => {
    toggleChosen("b");
    chooseUpTo("d", ids);
    expect(chosen()).toEqual(["b", "c", "d"]);
    chooseNone();
    chooseUpTo("c", ids);
    expect(chosen()).toEqual(["a", "b", "c"]);
  });
});
