import { expect, it } from "vitest";
import { csvOf } from "./csv.ts";

it("quotes what needs it, and defuses formulas", () => {
  const rows = [
    ["Name", "Chats"],
    ['Anna "A"', 3],
    ["=cmd()", -1],
    ["a,b", null],
  ];
  expect(csvOf(rows)).toBe('Name,Chats\r\n"Anna ""A""",3\r\n\'=cmd(),-1\r\n"a,b",\r\n');
});
