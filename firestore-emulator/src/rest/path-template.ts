/** Values of a template's variables: proto field path (`document.name`) -> text, percent-decoded. */
export type PathVariables = ReadonlyMap<string, string>;

interface Variable {
  readonly field: string;
  /** First and last (exclusive) segment of the pattern that the variable spans. */
  readonly from: number;
  readonly to: number;
}

/**
 * A path template of google.api.http, such as `/v1/{name=projects/*\/databases/*\/documents/**}:verb`:
 * `*` stands for one path segment, `**` for any number of them.
 */
export class PathTemplate {
  private readonly pattern: string[] = [];
  private readonly variables: Variable[] = [];
  private readonly verb: string | undefined;

  constructor(readonly text: string) {
    const verb = /^(.*[}*]|.*\/[^/:]+):([^/:]+)$/s.exec(text);
    this.verb = verb?.[2];
    const path = verb?.[1] ?? text;
    for (const part of path.split(/\/(?![^{]*\})/).slice(1)) this.addPart(part);
  }

  get hasVerb(): boolean {
    return this.verb !== undefined;
  }

  private addPart(part: string): void {
    const variable = /^\{([^=}]+)(?:=(.*))?\}$/.exec(part);
    const from = this.pattern.length;
    this.pattern.push(...(variable === null ? part : (variable[2] ?? "*")).split("/"));
    if (variable !== null) this.variables.push({ field: variable[1] ?? "", from, to: this.pattern.length });
  }

  /** @param path raw (still percent-encoded) path; undefined when it does not match */
  match(path: string): PathVariables | undefined {
    const plain = this.withoutVerb(path);
    if (plain === undefined) return undefined;
    const segments = plain.split("/").slice(1);
    const spans = matchSegments(this.pattern, segments);
    if (spans === undefined) return undefined;
    const values = new Map<string, string>();
    for (const { field, from, to } of this.variables) {
      const own = segments.slice(spans[from] ?? 0, spans[to] ?? segments.length);
      values.set(field, own.map(decodeSegment).join("/"));
    }
    return values;
  }

  private withoutVerb(path: string): string | undefined {
    if (this.verb === undefined) return path;
    return path.endsWith(`:${this.verb}`) ? path.slice(0, -this.verb.length - 1) : undefined;
  }
}

/** For each pattern element the index of its first segment, and the end; undefined when they do not fit. */
function matchSegments(pattern: readonly string[], segments: readonly string[]): number[] | undefined {
  const wild = pattern.indexOf("**");
  const extra = segments.length - pattern.length;
  if (wild === -1 ? extra !== 0 : extra < -1) return undefined;
  const starts: number[] = [];
  let at = 0;
  for (const [index, element] of pattern.entries()) {
    starts.push(at);
    const width = index === wild ? extra + 1 : 1;
    if (index !== wild && !segmentFits(element, segments[at])) return undefined;
    at += width;
  }
  return [...starts, at];
}

function segmentFits(element: string, segment: string | undefined): boolean {
  if (segment === undefined) return false;
  return element === "*" ? segment !== "" : element === segment;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
