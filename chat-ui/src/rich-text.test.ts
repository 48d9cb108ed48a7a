import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Piece, piecesOf, plainText } from "./rich-text.ts";

function shown(piece: Piece): string {
  if (piece.kind === "mention") return `@[${piece.agentId}]`;
  if (piece.kind !== "list") return piece.text;
  const { start, items } = piece;
  return items.map((item, at) => `${start === null ? "-" : start + at}${item.map(shown).join("")}`).join("");
}

describe("a message's text", () => {
  it("has links, without the marks that end the sentence", () => {
    expect(
      piecesOf("See https://shop.example/a?b=1. Or (https://x.example/y_(z)), mail a.b@c.example!"),
    ).toEqual([
      { kind: "text", text: "See " },
      { kind: "link", text: "https://shop.example/a?b=1", href: "https://shop.example/a?b=1" },
      { kind: "text", text: ". Or (" },
      { kind: "link", text: "https://x.example/y_(z)", href: "https://x.example/y_(z)" },
      { kind: "text", text: "), mail " },
      { kind: "link", text: "a.b@c.example", href: "mailto:a.b@c.example" },
      { kind: "text", text: "!" },
    ]);
  });

  it("has light formatting", () => {
    expect(piecesOf("**Yes**, _really_: `npm i`\n```\na\nb\n```")).toEqual([
      { kind: "bold", text: "Yes" },
      { kind: "text", text: ", " },
      { kind: "italic", text: "really" },
      { kind: "text", text: ": " },
      { kind: "code", text: "npm i" },
      { kind: "text", text: "\n" },
      { kind: "block", text: "a\nb\n" },
    ]);
  });

  it("has lists, with and without numbers, whose items have their own formatting", () => {
    const text = (of: string): Piece[] => [{ kind: "text", text: of }];
    expect(piecesOf("You need:\n- a **lamp**\n- a bulb\nThat is all.")).toEqual([
      { kind: "text", text: "You need:\n" },
      { kind: "list", start: null, items: [[...text("a "), { kind: "bold", text: "lamp" }], text("a bulb")] },
      { kind: "text", text: "That is all." },
    ]);
    expect(piecesOf("3. Turn it off\n4. Wait")).toEqual([
      { kind: "list", start: 3, items: [text("Turn it off"), text("Wait")] },
    ]);
    expect(piecesOf("* one\n* two\n")).toEqual([
      { kind: "list", start: null, items: [text("one"), text("two")] },
    ]);
    expect(plainText("Now:\n1) **off**\n2) on")).toBe("Now:\n1. off\n2. on");
  });

  it.each([
    ["a single line with a mark", "- Anna"],
    ["a date", "1. May"],
    ["numbers that do not follow each other", "12. May\n3. June"],
    ["marks without a space", "-1\n-2"],
    ["marks inside of a line", "a - b\nc - d"],
  ])("makes no list of %s", (_what, text) => {
    expect(piecesOf(text)).toEqual([{ kind: "text", text }]);
  });

  it("makes no list of lines in code", () => {
    expect(piecesOf("```\n- a\n- b\n```")).toEqual([{ kind: "block", text: "- a\n- b\n" }]);
  });

  it("names who was mentioned", () => {
    expect(piecesOf("Look, @[ben-1]")).toEqual([
      { kind: "text", text: "Look, " },
      { kind: "mention", agentId: "ben-1" },
    ]);
  });

  it.each([
    "snake_case_name",
    "2 * 3 * 4",
    "<b>no</b>",
    "javascript:alert(1)",
    "**",
    "__init__",
    "a ** b ** c",
  ])("leaves %s as it is", (text) => {
    expect(piecesOf(text)).toEqual([{ kind: "text", text }]);
  });

  it("links to nothing but the web and mail, and loses no letter", () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "https://a.example/",
        "**b**",
        "_i_",
        "`c`",
        "@[x]",
        "javascript:",
        "data:",
        "a@b.example",
      ),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join(" ");
        const pieces = piecesOf(text);
        const letters = (from: string) => from.replace(/[*_`\n]|\w*\n/g, "");
        expect(letters(pieces.map(shown).join(""))).toBe(letters(text));
        for (const piece of pieces)
          if (piece.kind === "link") expect(piece.href).toMatch(/^(https?:\/\/|mailto:)/);
      }),
    );
  });

  it("loses no letter of a line that looks like one of a list, in whatever order such lines come", () => {
    const line = fc.constantFrom(
      "- x",
      "* y",
      "• z",
      "1. one",
      "2) two",
      "3. three",
      "",
      "words",
      "-",
      "10.",
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const letters = (from: string) => from.replace(/[-*•.)\s]/g, "");
        expect(letters(piecesOf(lines.join("\n")).map(shown).join(""))).toBe(letters(lines.join("\n")));
      }),
    );
  });
});
