import { expect, it } from "vitest";
import { PathPattern } from "./path-pattern.ts";

it.each([
  ["rooms/{room}", "rooms/a", true],
  ["rooms/{room}", "rooms/a/messages/b", false],
  ["rooms/{room}/messages/{message}", "rooms/a/messages/b", true],
  ["/rooms/a/", "rooms/a", true],
  ["rooms/a", "rooms/ab", false],
  ["rooms/a.b", "rooms/aXb", false],
  ["rooms/a-b", "rooms/a-b", true],
  ["{path=**}", "rooms/a/messages/b", true],
  ["rooms/{path=**}", "rooms/a/messages/b", true],
  ["rooms/{room=*}", "rooms/a", true],
  ["rooms/*", "rooms/a", true],
  ["rooms/{room}", "halls/a", false],
  ["räume/{raum}", "räume/küche", true],
])("%s and %s: %s", (pattern, path, matches) => {
  expect(new PathPattern(pattern).matches(path)).toBe(matches);
});
