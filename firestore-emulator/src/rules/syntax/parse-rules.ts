import type {
  AllowStatement,
  FunctionDeclaration,
  LetBinding,
  MatchBlock,
  PatternSegment,
  RulesFile,
  ServiceBlock,
} from "./ast.ts";
import { Lexer, type Token } from "./lexer.ts";
import { ExpressionParser } from "./parse-expression.ts";
import type { SourceText } from "./source-text.ts";

/** Nesting of match blocks that the parser accepts. */
const MAX_MATCH_NESTING = 50;

const METHODS: Readonly<Record<string, readonly string[]>> = {
  get: ["get"],
  list: ["list"],
  read: ["get", "list"],
  create: ["create"],
  update: ["update"],
  delete: ["delete"],
  write: ["create", "update", "delete"],
};

/** Parses a whole rules source; throws RulesSyntaxError at the first mistake. */
export function parseRules(source: SourceText): RulesFile {
  return new RulesParser(new Lexer(source)).file();
}

class RulesParser extends ExpressionParser {
  private matchDepth = 0;

  file(): RulesFile {
    const version = this.version();
    const functions: FunctionDeclaration[] = [];
    const services: ServiceBlock[] = [];
    for (;;) {
      const token = this.lexer.peek();
      if (token.kind === "end") break;
      if (token.text === "function") functions.push(this.functionDeclaration());
      else if (token.text === "service") services.push(this.service());
      else this.outsideService(token);
    }
    const end = this.lexer.peek().start;
    if (services.length === 0) this.lexer.fail("mismatched input '<EOF>' expecting 'service'", end);
    return { kind: "file", version, functions, services, expressions: this.expressions, start: 0, end };
  }

  private version(): "1" | "2" | undefined {
    if (this.lexer.peek().text !== "rules_version") return undefined;
    this.lexer.next();
    this.expect("=");
    const token = this.lexer.next();
    if (token.kind !== "string") this.unexpected(token);
    if (token.value !== "1" && token.value !== "2") {
      this.lexer.fail(`Invalid rules_version ${token.text}. Expected '1' or '2'.`, token.start);
    }
    this.endOfStatement();
    return token.value;
  }

  private outsideService(token: Token): never {
    if (token.text === "rules_version") {
      return this.lexer.fail("rules_version must be the first statement.", token.start);
    }
    if (token.text === "import") {
      this.lexer.next();
      return this.unexpected(this.lexer.next());
    }
    const expected = "{'function', 'import', 'service', 'rules_version'}";
    return this.lexer.fail(`mismatched input '${token.text}' expecting ${expected}`, token.start);
  }

  private service(): ServiceBlock {
    const { start } = this.lexer.next();
    const first = this.name();
    let name = first.text;
    while (this.accept(".")) name += `.${this.name().text}`;
    this.expect("{");
    const functions: FunctionDeclaration[] = [];
    const matches: MatchBlock[] = [];
    while (!this.at("}")) {
      const token = this.lexer.peek();
      if (token.text === "function") functions.push(this.functionDeclaration());
      else if (token.text === "match") matches.push(this.match());
      else this.inBlock(token);
    }
    const { end } = this.expect("}");
    return { kind: "service", name, nameStart: first.start, functions, matches, start, end };
  }

  private inBlock(token: Token): never {
    if (token.text === "/") return this.lexer.fail("Missing 'match' keyword before path.", token.start);
    return this.unexpected(token);
  }

  private match(): MatchBlock {
    const { start } = this.lexer.next();
    if (++this.matchDepth > MAX_MATCH_NESTING) this.lexer.fail("Match blocks are nested too deeply.", start);
    const pattern = this.pattern();
    this.expect("{");
    const functions: FunctionDeclaration[] = [];
    const matches: MatchBlock[] = [];
    const allows: AllowStatement[] = [];
    while (!this.at("}")) {
      const token = this.lexer.peek();
      if (token.text === "function") functions.push(this.functionDeclaration());
      else if (token.text === "match") matches.push(this.match());
      else if (token.text === "allow") allows.push(this.allow());
      else this.inBlock(token);
    }
    const { end } = this.expect("}");
    this.matchDepth--;
    return { kind: "match", pattern, functions, matches, allows, start, end };
  }

  private pattern(): PatternSegment[] {
    const first = this.lexer.peek();
    if (!this.at("/")) this.lexer.fail(`mismatched input '${first.text}' expecting '/'`, first.start);
    const segments: PatternSegment[] = [];
    while (this.accept("/")) segments.push(this.patternSegment());
    return segments;
  }

  private patternSegment(): PatternSegment {
    const text = this.lexer.pathSegment();
    if (text !== "") return { kind: "literal", text };
    const opens = this.lexer.touches("{");
    const open = this.lexer.next();
    if (!opens) {
      this.lexer.fail("Forward slash '/' found where identifier or binding expected.", open.start);
    }
    const variable = this.name();
    const recursive = this.accept("=");
    if (recursive) {
      this.expect("*");
      if (this.accept("*") === false) {
        this.expect("}");
        return { kind: "wildcard", name: variable.text, start: variable.start };
      }
    }
    this.expect("}");
    return { kind: recursive ? "recursive" : "wildcard", name: variable.text, start: variable.start };
  }

  private allow(): AllowStatement {
    const { start } = this.lexer.next();
    const methods = new Set<string>();
    do {
      const token = this.name();
      const granted = Object.hasOwn(METHODS, token.text) ? METHODS[token.text] : undefined;
      if (granted === undefined) this.lexer.fail(`Unexpected '${token.text}'.`, token.start);
      for (const method of granted) methods.add(method);
    } while (this.accept(","));
    if (!this.accept(":")) return { methods, condition: undefined, start, end: this.endOfStatement() };
    const keyword = this.lexer.next();
    if (keyword.text !== "if")
      this.lexer.fail(`mismatched input '${keyword.text}' expecting 'if'`, keyword.start);
    const condition = this.expression();
    this.endOfStatement();
    return { methods, condition, start, end: condition.end };
  }

  private functionDeclaration(): FunctionDeclaration {
    const { start } = this.lexer.next();
    const name = this.name();
    this.expect("(");
    const parameters: { name: string; start: number }[] = [];
    while (!this.at(")")) {
      const parameter = this.name();
      parameters.push({ name: parameter.text, start: parameter.start });
      if (!this.accept(",")) break;
    }
    this.expect(")");
    this.expect("{");
    const lets: LetBinding[] = [];
    while (this.lexer.peek().text === "let") lets.push(this.letBinding());
    const keyword = this.lexer.next();
    if (keyword.text !== "return") {
      this.lexer.fail(`mismatched input '${keyword.text}' expecting {'let', 'return'}`, keyword.start);
    }
    const result = this.expression();
    this.endOfStatement();
    const { end } = this.expect("}");
    return { name: name.text, nameStart: name.start, parameters, lets, result, start, end };
  }

  private letBinding(): LetBinding {
    this.lexer.next();
    const name = this.name();
    this.expect("=");
    const value = this.expression();
    const { end } = this.semicolon();
    return { name: name.text, value, start: name.start, end };
  }

  private semicolon(): Token {
    const token = this.lexer.peek();
    if (!this.at(";")) this.lexer.fail(`missing ';' at '${token.text}'`, token.start);
    return this.lexer.next();
  }

  /** Only let bindings need their semicolon; every other statement ends where the next one starts. */
  private endOfStatement(): number {
    return this.at(";") ? this.lexer.next().end : this.lexer.peek().start;
  }
}
