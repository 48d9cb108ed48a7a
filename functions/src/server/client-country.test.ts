import { expect, it } from "vitest";
import { clientCountry } from "./client-country.ts";

const from = (headers: Record<string, string>) => clientCountry((name) => headers[name]);

it("takes the country that the front end tells", () => {
  expect(from({ "x-country-code": "CH" })).toBe("CH");
  expect(from({ "x-appengine-country": "de" })).toBe("DE");
  expect(from({ "cf-ipcountry": "FR", "x-country-code": "" })).toBe("FR");
  expect(from({ "cf-ipcountry": "FR", "x-country-code": "CH" })).toBe("CH");
});

it("knows none where nothing tells, or what is told is none", () => {
  expect(from({})).toBeNull();
  for (const code of ["XX", "ZZ", "T1", "Switzerland", "<b>", "C", "1A"])
    expect(from({ "x-country-code": code })).toBeNull();
});
