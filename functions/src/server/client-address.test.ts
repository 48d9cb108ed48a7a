import { expect, it } from "vitest";
import { normalizeAddress } from "./client-address.ts";

it.each([
  ["192.0.2.1", "192.0.2.1"],
  [" 192.0.2.1 ", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::ffff:c000:201", "192.0.2.1"],
  ["0:0:0:0:0:FFFF:192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002::ffff", "2001:db8:1:2::/64"],
  ["[2001:db8:1:2::1]", "2001:db8:1:2::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["192.0.2.1.5", null],
  ["192.0.2.1:443", null],
  ["0x7f.1", null],
  ["localhost", null],
  ["", null],
  [undefined, null],
])("the address %j counts as %j", (given, counted) => {
  expect(normalizeAddress(given)).toBe(counted);
});

it("is one for all addresses of a /64, and another for the next one", () => {
  const of = (suffix: string) => normalizeAddress(`2001:db8:0:7:${suffix}`);
  expect(new Set(["1:2:3:4", "ffff:0:0:1", "0:0:0:9"].map(of)).size).toBe(1);
  expect(normalizeAddress("2001:db8:0:8::1")).not.toBe(of("1:2:3:4"));
});
