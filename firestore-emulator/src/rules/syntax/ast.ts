/** The syntax tree of a rules source. Offsets are UTF-16 positions in the text; `end` is exclusive. */
interface Node {
  readonly start: number;
  readonly end: number;
}

export type Expression =
  | LiteralExpression
  | VariableExpression
  | MemberExpression
  | IndexExpression
  | SliceExpression
  | CallExpression
  | MethodExpression
  | UnaryExpression
  | BinaryExpression
  | LogicalExpression
  | TernaryExpression
  | TypeTestExpression
  | ListExpression
  | MapExpression
  | PathExpression;

interface ExpressionNode extends Node {
  /** Position in the ruleset's list of expressions: the key of its coverage counts. */
  readonly id: number;
}

export interface LiteralExpression extends ExpressionNode {
  readonly kind: "literal";
  readonly value: null | boolean | bigint | number | string | Uint8Array;
}

export interface VariableExpression extends ExpressionNode {
  readonly kind: "variable";
  readonly name: string;
}

export interface MemberExpression extends ExpressionNode {
  readonly kind: "member";
  readonly object: Expression;
  readonly property: string;
}

export interface IndexExpression extends ExpressionNode {
  readonly kind: "index";
  readonly object: Expression;
  readonly index: Expression;
}

export interface SliceExpression extends ExpressionNode {
  readonly kind: "slice";
  readonly object: Expression;
  readonly from: Expression;
  readonly to: Expression;
}

/** A call by plain name: the source's own function, or a built-in one. */
export interface CallExpression extends ExpressionNode {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Expression[];
  /** Set by the checker when a function of the source is meant. */
  target?: FunctionDeclaration;
}

/** `object.name(args)`: a method of a value, or a namespace's function such as math.abs. */
export interface MethodExpression extends ExpressionNode {
  readonly kind: "method";
  readonly object: Expression;
  readonly name: string;
  readonly nameStart: number;
  readonly args: readonly Expression[];
  /** Set by the checker when `object` names a namespace and no variable. */
  namespace?: string;
}

export interface UnaryExpression extends ExpressionNode {
  readonly kind: "unary";
  readonly op: "!" | "-";
  readonly operand: Expression;
}

export type BinaryOperator = "+" | "-" | "*" | "/" | "%" | "<" | "<=" | ">" | ">=" | "==" | "!=" | "in";

export interface BinaryExpression extends ExpressionNode {
  readonly kind: "binary";
  readonly op: BinaryOperator;
  readonly opStart: number;
  readonly left: Expression;
  readonly right: Expression;
}

/** A run of one of `&&` and `||`, flat so that a long one does not nest. */
export interface LogicalExpression extends ExpressionNode {
  readonly kind: "logical";
  readonly op: "&&" | "||";
  readonly operands: readonly Expression[];
}

export interface TernaryExpression extends ExpressionNode {
  readonly kind: "ternary";
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
}

export interface TypeTestExpression extends ExpressionNode {
  readonly kind: "is";
  readonly operand: Expression;
  readonly typeName: string;
}

export interface ListExpression extends ExpressionNode {
  readonly kind: "list";
  readonly items: readonly Expression[];
}

export interface MapExpression extends ExpressionNode {
  readonly kind: "map";
  readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
}

export interface PathExpression extends ExpressionNode {
  readonly kind: "path";
  /** Literal segments and the expressions inside $(...). */
  readonly segments: readonly (string | Expression)[];
}

export interface LetBinding extends Node {
  readonly name: string;
  readonly value: Expression;
}

export interface FunctionDeclaration extends Node {
  readonly name: string;
  readonly nameStart: number;
  readonly parameters: readonly { readonly name: string; readonly start: number }[];
  readonly lets: readonly LetBinding[];
  readonly result: Expression;
  /** The block that declares it: its variables are visible inside. Set by the checker. */
  block?: Block;
}

export type PatternSegment =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "wildcard"; readonly name: string; readonly start: number }
  | { readonly kind: "recursive"; readonly name: string; readonly start: number };

export interface MatchBlock extends Node {
  readonly kind: "match";
  readonly pattern: readonly PatternSegment[];
  readonly functions: readonly FunctionDeclaration[];
  readonly matches: readonly MatchBlock[];
  readonly allows: readonly AllowStatement[];
}

export interface ServiceBlock extends Node {
  readonly kind: "service";
  readonly name: string;
  readonly nameStart: number;
  readonly functions: readonly FunctionDeclaration[];
  readonly matches: readonly MatchBlock[];
}

export interface RulesFile extends Node {
  readonly kind: "file";
  readonly version: "1" | "2" | undefined;
  readonly functions: readonly FunctionDeclaration[];
  readonly services: readonly ServiceBlock[];
  /** Number of expressions; their ids run from 0. */
  readonly expressions: readonly Expression[];
}

/** What can declare functions and, for a match, variables. */
export type Block = RulesFile | ServiceBlock | MatchBlock;

export interface AllowStatement extends Node {
  readonly methods: ReadonlySet<string>;
  /** Absent: always allowed. */
  readonly condition: Expression | undefined;
}

/** The direct subexpressions of an expression, in source order. */
export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case "literal":
    case "variable":
      return [];
    case "member":
      return [node.object];
    case "index":
      return [node.object, node.index];
    case "slice":
      return [node.object, node.from, node.to];
    case "call":
      return node.args;
    case "method":
      return node.namespace === undefined ? [node.object, ...node.args] : node.args;
    case "unary":
    case "is":
      return [node.operand];
    case "binary":
      return [node.left, node.right];
    case "logical":
      return node.operands;
    case "ternary":
      return [node.condition, node.whenTrue, node.whenFalse];
    case "list":
      return node.items;
    case "map":
      return node.entries.flatMap((entry) => [entry.key, entry.value]);
    case "path":
      return node.segments.filter((segment) => typeof segment !== "string");
  }
}
