import type { Expression } from "./ast.ts";
import type { Lexer, Token } from "./lexer.ts";

/** What an expression lacks while it is being built: its id, and the end that is known only afterwards. */
type Unnumbered<T> = T extends { readonly id: number } ? Omit<T, "id"> : never;

/** What all parsing needs: looking at tokens, and numbering expressions in the order in which they are finished. */
export class TokenParser {
  readonly expressions: Expression[] = [];

  constructor(protected readonly lexer: Lexer) {}

  protected name(): Token {
    const token = this.lexer.next();
    return token.kind === "name" ? token : this.unexpected(token);
  }

  protected at(symbol: string): boolean {
    const token = this.lexer.peek();
    return token.kind === "symbol" && token.text === symbol;
  }

  protected accept(symbol: string): boolean {
    if (!this.at(symbol)) return false;
    this.lexer.next();
    return true;
  }

  protected expect(symbol: string): Token {
    const token = this.lexer.peek();
    if (!this.at(symbol)) this.lexer.fail(`Missing '${symbol}' at '${token.text}'.`, token.start);
    return this.lexer.next();
  }

  protected unexpected(token: Token): never {
    return this.lexer.fail(`Unexpected '${token.text}'.`, token.start);
  }

  protected finish(node: Unnumbered<Expression>): Expression {
    const expression: Expression = { ...node, id: this.expressions.length };
    this.expressions.push(expression);
    return expression;
  }
}
