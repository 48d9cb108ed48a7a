import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Piece, piecesOf } from "./rich-text.ts";

const shown = (piece: Piece): string => (piece.kind === "mention" ? `@[${piece.agentId}]` : piece.text);

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
});
