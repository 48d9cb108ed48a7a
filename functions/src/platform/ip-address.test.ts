import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressKey, addressRange, isWithin } from "./ip-address.ts";

const isIn = (address: string, cidr: string) => {
  const range = addressRange(cidr);
  const key = addressKey(address);
  return range !== null && key !== null && isWithin(key, range);
};

describe("ranges of addresses", () => {
  it.each([
    ["203.0.113.9", "203.0.113.0/24", true],
    ["203.0.114.1", "203.0.113.0/24", false],
    ["203.0.113.9", "203.0.113.9", true],
    ["203.0.113.10", "203.0.113.9/32", false],
    ["::ffff:203.0.113.9", "203.0.113.0/24", true],
    ["2001:db8:1:2::/64", "2001:db8:1:2::7", true],
    ["2001:db8:1:3::/64", "2001:db8:1:2::7", false],
    ["2001:db8:1:3::/64", "2001:db8:1::/48", true],
    ["203.0.113.9", "2001:db8::/32", false],
  ])("%s in %s: %s", (address, cidr, isInside) => {
    expect(isIn(address, cidr)).toBe(isInside);
  });

  it.each(["", "unknown", "300.1.1.1", "1.2.3.4/33", "1.2.3.4/x", "::1/129"])("%s is none", (cidr) => {
    expect(addressRange(cidr)).toBeNull();
  });

  it("an IPv4 address is in a network when their first bits are the same", () => {
    const address = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 });
    const bits = (parts: number[]) => parts.map((part) => part.toString(2).padStart(8, "0")).join("");
    fc.assert(
      fc.property(address, address, fc.nat(32), (one, other, prefix) => {
        const isSame = bits(one).slice(0, prefix) === bits(other).slice(0, prefix);
        expect(isIn(one.join("."), `${other.join(".")}/${prefix}`)).toBe(isSame);
      }),
    );
  });
});
