import type { BinaryOperator, Expression } from "./ast.ts";
import type { Token } from "./lexer.ts";
import { TokenParser } from "./token-parser.ts";

/** Nesting of expressions that the parser accepts, so that no source can exhaust the stack. */
const MAX_NESTING = 100;
/** Operators in a row (a + b + c ...), for the same reason. */
const MAX_CHAIN = 500;
const MAX_INT = 2n ** 63n - 1n;

/** The binary operators by precedence, weakest first (firebase.google.com/docs/rules/rules-language#operators). */
const LEVELS: readonly (readonly string[])[] = [
  ["==", "!="],
  ["in", "is"],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];

const CONSTANTS: Readonly<Record<string, null | boolean>> = { true: true, false: false, null: null };

export const TYPE_NAMES: ReadonlySet<string> = new Set(
  "bool bytes constraint duration float int latlng list map map_diff null number path set string timestamp".split(
    " ",
  ),
);

/** Recursive descent over the grammar of expressions. */
export class ExpressionParser extends TokenParser {
  private depth = 0;

  expression(): Expression {
    this.depth++;
    if (this.depth > MAX_NESTING)
      this.lexer.fail("Expression is nested too deeply.", this.lexer.peek().start);
    const condition = this.logical("||", () => this.logical("&&", () => this.binary(0)));
    const result = this.accept("?") ? this.ternaryRest(condition) : condition;
    this.depth--;
    return result;
  }

  private ternaryRest(condition: Expression): Expression {
    const whenTrue = this.expression();
    this.expect(":");
    const whenFalse = this.expression();
    const { start } = condition;
    return this.finish({ kind: "ternary", condition, whenTrue, whenFalse, start, end: whenFalse.end });
  }

  private logical(op: "&&" | "||", operand: () => Expression): Expression {
    const first = operand();
    if (!this.at(op)) return first;
    const operands = [first];
    while (this.accept(op)) operands.push(operand());
    const end = operands.at(-1)?.end ?? first.end;
    return this.finish({ kind: "logical", op, operands, start: first.start, end });
  }

  private binary(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (let length = 0; ; length++) {
      const token = this.lexer.peek();
      if ((token.kind !== "symbol" && token.kind !== "name") || !operators.includes(token.text)) return left;
      if (length > MAX_CHAIN) this.lexer.fail("Expression is nested too deeply.", token.start);
      this.lexer.next();
      left = token.text === "is" ? this.typeTest(left) : this.binaryRest(left, token, level);
    }
  }

  private binaryRest(left: Expression, operator: Token, level: number): Expression {
    const right = this.binary(level + 1);
    const op = operator.text as BinaryOperator;
    const opStart = operator.start;
    return this.finish({ kind: "binary", op, opStart, left, right, start: left.start, end: right.end });
  }

  private typeTest(operand: Expression): Expression {
    const token = this.lexer.next();
    if (token.kind !== "name") this.unexpected(token);
    if (!TYPE_NAMES.has(token.text)) this.lexer.fail(`Invalid type name: ${token.text}.`, token.start);
    return this.finish({ kind: "is", operand, typeName: token.text, start: operand.start, end: token.end });
  }

  private unary(): Expression {
    const signs: Token[] = [];
    while (this.at("!") || this.at("-")) {
      signs.push(this.lexer.next());
      if (signs.length > MAX_NESTING)
        this.lexer.fail("Expression is nested too deeply.", this.lexer.peek().start);
    }
    const negative = signs.at(-1)?.text === "-" && this.lexer.peek().kind === "int" ? signs.pop() : undefined;
    let operand = this.postfix(this.primary(negative));
    for (const sign of signs.reverse()) {
      const op = sign.text === "!" ? "!" : "-";
      operand = this.finish({ kind: "unary", op, operand, start: sign.start, end: operand.end });
    }
    return operand;
  }

  private postfix(object: Expression): Expression {
    let result = object;
    for (let length = 0; ; length++) {
      if (length > MAX_CHAIN) this.lexer.fail("Expression is nested too deeply.", this.lexer.peek().start);
      if (this.accept(".")) result = this.memberOrMethod(result);
      else if (this.accept("[")) result = this.indexOrSlice(result);
      else return result;
    }
  }

  private memberOrMethod(object: Expression): Expression {
    const name = this.name();
    const { start } = object;
    if (!this.at("(")) {
      return this.finish({ kind: "member", object, property: name.text, start, end: name.end });
    }
    const { args, end } = this.arguments();
    return this.finish({ kind: "method", object, name: name.text, nameStart: name.start, args, start, end });
  }

  private indexOrSlice(object: Expression): Expression {
    const from = this.expression();
    const { start } = object;
    if (this.accept(":")) {
      const to = this.expression();
      const { end } = this.expect("]");
      return this.finish({ kind: "slice", object, from, to, start, end });
    }
    const { end } = this.expect("]");
    return this.finish({ kind: "index", object, index: from, start, end });
  }

  private primary(negative: Token | undefined): Expression {
    const token = this.lexer.peek();
    switch (token.kind) {
      case "int":
        return this.integer(negative);
      case "float":
        this.lexer.next();
        return this.finish({
          kind: "literal",
          value: Number(token.text),
          start: token.start,
          end: token.end,
        });
      case "string":
      case "bytes":
        this.lexer.next();
        return this.finish({ kind: "literal", value: token.value ?? "", start: token.start, end: token.end });
      case "name":
        return this.variableOrCall();
      default:
        return this.bracketed(token);
    }
  }

  private integer(negative: Token | undefined): Expression {
    const token = this.lexer.next();
    const value = negative === undefined ? BigInt(token.text) : -BigInt(token.text);
    if (value > MAX_INT || value < -MAX_INT - 1n)
      this.lexer.fail(`Invalid int64 value: ${value}.`, token.start);
    return this.finish({ kind: "literal", value, start: negative?.start ?? token.start, end: token.end });
  }

  private variableOrCall(): Expression {
    const token = this.lexer.next();
    const { text: name, start } = token;
    if (Object.hasOwn(CONSTANTS, name)) {
      return this.finish({ kind: "literal", value: CONSTANTS[name] ?? null, start, end: token.end });
    }
    if (!this.at("(")) return this.finish({ kind: "variable", name, start, end: token.end });
    const { args, end } = this.arguments();
    return this.finish({ kind: "call", name, args, start, end });
  }

  private bracketed(token: Token): Expression {
    switch (token.text) {
      case "(": {
        this.lexer.next();
        const inner = this.expression();
        this.expect(")");
        return inner;
      }
      case "[":
        return this.list();
      case "{":
        return this.map();
      case "/":
        return this.path();
      default:
        return this.unexpected(token);
    }
  }

  private list(): Expression {
    const { start } = this.lexer.next();
    const items: Expression[] = [];
    while (!this.at("]")) {
      items.push(this.expression());
      if (!this.accept(",")) break;
    }
    const { end } = this.expect("]");
    return this.finish({ kind: "list", items, start, end });
  }

  private map(): Expression {
    const { start } = this.lexer.next();
    const entries: { key: Expression; value: Expression }[] = [];
    while (!this.at("}")) {
      const key = this.expression();
      this.expect(":");
      entries.push({ key, value: this.expression() });
      if (!this.accept(",")) break;
    }
    const { end } = this.expect("}");
    return this.finish({ kind: "map", entries, start, end });
  }

  private path(): Expression {
    const { start } = this.lexer.peek();
    const segments: (string | Expression)[] = [];
    let end = start;
    do {
      this.lexer.next();
      segments.push(this.pathSegment());
      end = this.lexer.mark();
    } while (this.lexer.touches("/") && !this.lexer.touches("//"));
    return this.finish({ kind: "path", segments, start, end });
  }

  private pathSegment(): string | Expression {
    const literal = this.lexer.pathSegment();
    if (literal !== "") return literal;
    const token = this.lexer.next();
    if (token.text !== "$")
      this.lexer.fail("Forward slash '/' found where identifier or binding expected.", token.start);
    this.expect("(");
    const inner = this.expression();
    this.expect(")");
    return inner;
  }

  private arguments(): { args: Expression[]; end: number } {
    this.expect("(");
    const args: Expression[] = [];
    while (!this.at(")")) {
      args.push(this.expression());
      if (!this.accept(",")) break;
    }
    return { args, end: this.expect(")").end };
  }
}
