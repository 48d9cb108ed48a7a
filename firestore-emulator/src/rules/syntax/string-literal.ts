import type { SourceText } from "./source-text.ts";

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\x07",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "`": "`",
  "?": "?",
  "/": "/",
};

/** The source that a literal is read from, and how a malformed one is refused. */
interface LiteralSource {
  readonly source: SourceText;
  fail(message: string, at: number): never;
}

interface Decoded<T> {
  readonly value: T;
  /** Offset after the closing quote. */
  readonly end: number;
}

/**
 * A quoted string that starts at `start`. Unknown escapes keep their backslash, so that a regular
 * expression such as '\\d' and '\d' mean the same.
 */
export function readStringLiteral(literal: LiteralSource, start: number): Decoded<string> {
  let value = "";
  const end = eachCharacter(literal, start, (piece) => {
    value += piece.byte === undefined ? piece.text : String.fromCharCode(piece.byte);
  });
  return { value, end };
}

/** The quoted part of b'...': text as UTF-8, \342 and \xE2 as single bytes. */
export function readBytesLiteral(literal: LiteralSource, start: number): Decoded<Uint8Array> {
  const chunks: Buffer[] = [];
  const end = eachCharacter(literal, start, (piece) => {
    chunks.push(piece.byte === undefined ? Buffer.from(piece.text, "utf8") : Buffer.from([piece.byte]));
  });
  return { value: new Uint8Array(Buffer.concat(chunks)), end };
}

interface Piece {
  readonly text: string;
  readonly byte?: number;
}

function eachCharacter(literal: LiteralSource, start: number, visit: (piece: Piece) => void): number {
  const { text } = literal.source;
  const quote = text[start];
  let i = start + 1;
  while (text[i] !== quote) {
    const character = text[i];
    if (character === undefined || character === "\n") literal.fail("Unterminated string.", start);
    if (character === "\\") {
      const { piece, end } = readEscape(literal, i);
      visit(piece);
      i = end;
    } else {
      const end = i + ((text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1);
      visit({ text: text.slice(i, end) });
      i = end;
    }
  }
  return i + 1;
}

function readEscape(literal: LiteralSource, at: number): { piece: Piece; end: number } {
  const { text } = literal.source;
  const rest = text.slice(at + 1, at + 10);
  const simple = SIMPLE_ESCAPES[rest[0] ?? ""];
  if (simple !== undefined) return { piece: { text: simple }, end: at + 2 };
  const octal = /^[0-3][0-7]{2}/.exec(rest)?.[0];
  if (octal !== undefined) {
    return { piece: { text: "", byte: Number.parseInt(octal, 8) }, end: at + 1 + octal.length };
  }
  const hex = /^[xX]([0-9a-fA-F]{2})/.exec(rest);
  if (hex) return { piece: { text: "", byte: Number.parseInt(hex[1] ?? "", 16) }, end: at + 4 };
  const unicode = /^(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(rest);
  if (unicode) {
    const code = Number.parseInt(unicode[1] ?? unicode[2] ?? "", 16);
    if (code > 0x10ffff) literal.fail("Invalid escape sequence in string.", at);
    return { piece: { text: String.fromCodePoint(code) }, end: at + 1 + unicode[0].length };
  }
  return { piece: { text: "\\" }, end: at + 1 };
}
