import { type RulesIssue, RulesSyntaxError } from "../interface.ts";
import type { SourceText } from "./source-text.ts";
import { readBytesLiteral, readStringLiteral } from "./string-literal.ts";

export type TokenKind = "name" | "int" | "float" | "string" | "bytes" | "symbol" | "end";

export interface Token {
  readonly kind: TokenKind;
  /** The name, the symbol, or the literal as written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Decoded value of a string or bytes literal. */
  readonly value?: string | Uint8Array;
}

const SYMBOLS = ["&&", "||", "==", "!=", "<=", ">=", "=", "<", ">", "!", "+", "-", "*", "/", "%"].concat([
  "?",
  ":",
  ",",
  ";",
  ".",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  "$",
]);
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /(?:0[xX][0-9a-fA-F]+)|(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;
/** What a path segment may hold besides $(...), {...} and the (default) database. */
const PATH_SEGMENT = /[^\s/(){}[\],;$"'`=?&|<>!]+/y;
const DEFAULT_DATABASE = "(default)";

/**
 * Cuts a source into tokens on demand: whether a slash divides or starts a path depends on where the
 * parser stands, so the parser asks for path segments itself.
 */
export class Lexer {
  private offset = 0;
  private ahead: Token | undefined;

  constructor(readonly source: SourceText) {}

  peek(): Token {
    this.ahead ??= this.scan();
    return this.ahead;
  }

  next(): Token {
    const token = this.peek();
    this.ahead = undefined;
    this.offset = token.end;
    return token;
  }

  /** Position to come back to with `rewind`. */
  mark(): number {
    return this.ahead?.start ?? this.offset;
  }

  rewind(offset: number): void {
    this.offset = offset;
    this.ahead = undefined;
  }

  /** The literal segment right after a path's slash; "" when something else stands there. */
  pathSegment(): string {
    const { text } = this.source;
    if (text.startsWith(DEFAULT_DATABASE, this.offset)) {
      this.offset += DEFAULT_DATABASE.length;
      return DEFAULT_DATABASE;
    }
    PATH_SEGMENT.lastIndex = this.offset;
    let segment = PATH_SEGMENT.exec(text)?.[0] ?? "";
    const comment = segment.indexOf("//");
    if (comment >= 0) segment = segment.slice(0, comment);
    this.offset += segment.length;
    this.ahead = undefined;
    return segment;
  }

  /** Whether the text continues with `expected` right here, without blanks between. */
  touches(expected: string): boolean {
    return this.source.text.startsWith(expected, this.offset);
  }

  fail(message: string, at: number): never {
    const issue: RulesIssue = { ...this.source.place(at), message, severity: "ERROR" };
    throw new RulesSyntaxError([issue]);
  }

  private scan(): Token {
    this.skipBlanks();
    const { text } = this.source;
    const start = this.offset;
    if (start >= text.length) return { kind: "end", text: "<EOF>", start, end: start };
    return this.scanWord(start) ?? this.scanNumber(start) ?? this.scanString(start) ?? this.scanSymbol(start);
  }

  private scanWord(start: number): Token | undefined {
    const { text } = this.source;
    const next = text[start + 1];
    if ((text[start] === "b" || text[start] === "B") && (next === "'" || next === '"')) {
      const { value, end } = readBytesLiteral(this, start + 1);
      return { kind: "bytes", text: text.slice(start, end), start, end, value };
    }
    NAME.lastIndex = start;
    const name = NAME.exec(text)?.[0];
    return name === undefined ? undefined : { kind: "name", text: name, start, end: start + name.length };
  }

  private scanNumber(start: number): Token | undefined {
    NUMBER.lastIndex = start;
    const found = NUMBER.exec(this.source.text)?.[0];
    if (found === undefined) return undefined;
    const kind = /^0[xX]/.test(found) || /^\d+$/.test(found) ? "int" : "float";
    return { kind, text: found, start, end: start + found.length };
  }

  private scanString(start: number): Token | undefined {
    const quote = this.source.text[start];
    if (quote !== "'" && quote !== '"') return undefined;
    const { value, end } = readStringLiteral(this, start);
    return { kind: "string", text: this.source.text.slice(start, end), start, end, value };
  }

  private scanSymbol(start: number): Token {
    const symbol = SYMBOLS.find((candidate) => this.source.text.startsWith(candidate, start));
    if (symbol === undefined) {
      const character = String.fromCodePoint(this.source.text.codePointAt(start) ?? 0);
      return this.fail(`Unexpected '${character}'.`, start);
    }
    return { kind: "symbol", text: symbol, start, end: start + symbol.length };
  }

  private skipBlanks(): void {
    const { text } = this.source;
    for (;;) {
      while (this.offset < text.length && /[\s\uFEFF]/.test(text[this.offset] ?? "")) this.offset++;
      if (text.startsWith("//", this.offset)) {
        const lineEnd = text.indexOf("\n", this.offset);
        this.offset = lineEnd < 0 ? text.length : lineEnd;
      } else if (text.startsWith("/*", this.offset)) {
        const close = text.indexOf("*/", this.offset + 2);
        if (close < 0) this.fail("Unterminated comment.", this.offset);
        this.offset = close + 2;
      } else return;
    }
  }
}
