import { expect, it } from "vitest";
import { csvLine } from "./csv.ts";

it("quotes what needs it, and defuses what a spreadsheet would run", () => {
  expect(csvLine(['Anna "A"', "a,b", "one\ntwo"])).toBe('"Anna ""A""","a,b","one\ntwo"\r\n');
  expect(csvLine(["=cmd()", "+1", "-1", "@a", "\tb"])).toBe("'=cmd(),'+1,'-1,'@a,'\tb\r\n");
  expect(csvLine([["billing", "bug"], -1, null])).toBe("billing; bug,-1,\r\n");
  expect(csvLine([["=a", "b"]])).toBe("'=a; b\r\n");
});
