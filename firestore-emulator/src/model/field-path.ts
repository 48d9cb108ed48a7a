import { compareUtf8 } from "./order.ts";
import { invalidArgument } from "./status.ts";
import type { MapValue, Value } from "./value.ts";

const SIMPLE_NAME = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
const SEGMENT = /([a-zA-Z_][a-zA-Z_0-9]*)|`((?:[^`\\]|\\.)+)`/sy;

/** A path to a field, "a.b.`odd name`", as in masks, filters and orders. `__name__` is the document itself. */
export class FieldPath {
  private text: string | undefined;

  constructor(readonly segments: readonly string[]) {}

  /** The pseudo field that stands for the document's name. */
  static readonly DOCUMENT_NAME = new FieldPath(["__name__"]);

  /** Parses the canonical text form. Throws INVALID_ARGUMENT with production's wording. */
  static parse(text: string): FieldPath {
    const segments: string[] = [];
    let at = 0;
    for (;;) {
      SEGMENT.lastIndex = at;
      const match = SEGMENT.exec(text);
      if (!match) throw invalidPath(text);
      segments.push(match[1] ?? (match[2] as string).replace(/\\(.)/gs, "$1"));
      at = SEGMENT.lastIndex;
      if (at === text.length) return new FieldPath(segments);
      if (text[at] !== ".") throw invalidPath(text);
      at++;
    }
  }

  get isDocumentName(): boolean {
    return this.segments.length === 1 && this.segments[0] === "__name__";
  }

  equals(other: FieldPath): boolean {
    return this.toString() === other.toString();
  }

  /** True when this path is `other` or an ancestor of it. */
  isPrefixOf(other: FieldPath): boolean {
    return (
      this.segments.length <= other.segments.length &&
      this.segments.every((segment, i) => segment === other.segments[i])
    );
  }

  /** The canonical text: segments quoted where they need it. */
  toString(): string {
    this.text ??= this.segments.map(quote).join(".");
    return this.text;
  }
}

function quote(segment: string): string {
  return SIMPLE_NAME.test(segment) ? segment : `\`${segment.replace(/[\\`]/g, "\\$&")}\``;
}

function invalidPath(text: string): Error {
  return invalidArgument(
    `Invalid property path "${text}". Unquoted property names must match regex ([a-zA-Z_][a-zA-Z_0-9]*), ` +
      "and quoted property names must match regex (`(?:[^`\\\\]|(?:\\\\.))+`)",
  );
}

/** Segment by segment in UTF-8 order; a parent before its children. */
export function compareFieldPaths(a: FieldPath, b: FieldPath): number {
  const shared = Math.min(a.segments.length, b.segments.length);
  for (let i = 0; i < shared; i++) {
    const order = compareUtf8(a.segments[i] as string, b.segments[i] as string);
    if (order !== 0) return order;
  }
  return a.segments.length - b.segments.length;
}

/** The value at the path, undefined when any step is missing or not a map. */
export function getField(fields: MapValue, path: FieldPath): Value | undefined {
  const { segments } = path;
  let current: Value | undefined = fields.get(segments[0] as string);
  for (let i = 1; i < segments.length; i++) {
    if (!(current instanceof Map)) return undefined;
    current = current.get(segments[i] as string) as Value | undefined;
  }
  return current;
}

/** A copy with the path set (undefined: deleted). Missing or non-map steps become maps when setting. */
export function withField(fields: MapValue, path: FieldPath, value: Value | undefined): MapValue {
  return withSegments(fields, path.segments, value);
}

function withSegments(fields: MapValue, segments: readonly string[], value: Value | undefined): MapValue {
  const [head, ...rest] = segments as [string, ...string[]];
  const current = fields.get(head);
  if (value === undefined && (current === undefined || (rest.length > 0 && !(current instanceof Map)))) {
    return fields;
  }
  const copy = new Map(fields);
  if (rest.length > 0) {
    copy.set(head, withSegments(current instanceof Map ? current : new Map(), rest, value));
  } else if (value === undefined) {
    copy.delete(head);
  } else {
    copy.set(head, value);
  }
  return copy;
}
