import { expect, it } from "vitest";
import { formatTable } from "./table.ts";

it("aligns text left and numbers right", () => {
  const table = {
    title: "Gets",
    columns: ["what", "per second"],
    rows: [
      ["one", 5],
      ["hundred", 12000],
    ],
  };
  expect(formatTable(table).split("\n")).toEqual([
    "Gets",
    "-------  ----------",
    "what     per second",
    "-------  ----------",
    "one               5",
    "hundred       12000",
  ]);
});
