import { describe, expect, it } from "vitest";
import { mentionAt, mentionable, withMentions } from "./mentions.ts";

const team = [
  { id: "a1", name: "Anna" },
  { id: "a2", name: "Anna Berg" },
  { id: "z1", name: "Zoë (night)" },
];

describe("a mention while it is typed", () => {
  it.each([
    ["@", { at: 0, typed: "" }],
    ["ask @an", { at: 4, typed: "an" }],
    ["ask @Anna B", { at: 4, typed: "Anna B" }],
    ["mail@an", null],
    ["@Anna Berg knows", null],
  ])("%j", (text, expected) => {
    expect(mentionAt(text, text.length)).toEqual(expected);
  });

  it("finds by the beginning of every part of a name, whatever its accents", () => {
    expect(mentionable(team, "be").map(({ id }) => id)).toEqual(["a2"]);
    expect(mentionable(team, "zoe").map(({ id }) => id)).toEqual(["z1"]);
    expect(mentionable(team, "")).toHaveLength(3);
  });

  it("is sent as the agent's id, the longest name first, and nothing else is", () => {
    expect(withMentions("@Anna Berg and @Anna, (@Zoë (night)) not mail@Anna or @Annabel", team)).toBe(
      "@[a2] and @[a1], (@[z1]) not mail@Anna or @Annabel",
    );
  });
});
