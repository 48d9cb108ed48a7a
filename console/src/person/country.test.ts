import { expect, it } from "vitest";
import { countryName } from "./country.ts";

it("is called as the reader calls it, and by its letters where nobody knows it", () => {
  expect(countryName("CH", "en")).toBe("Switzerland");
  expect(countryName("CH", "de")).toBe("Schweiz");
  expect(countryName("QX", "en")).toBe("QX");
});
