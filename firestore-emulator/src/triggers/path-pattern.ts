/**
 * A document path of a trigger, such as `rooms/{room}/messages/{message}`: `{name}` stands for one segment, `{name=**}`
 * for one or more, `{name=*}` and `*` for one (cloud.google.com/eventarc/docs/path-patterns).
 */
export class PathPattern {
  private readonly regExp: RegExp;

  constructor(readonly text: string) {
    const segments = text.split("/").filter((segment) => segment !== "");
    this.regExp = new RegExp(`^${segments.map(segmentPattern).join("/")}$`, "su");
  }

  /** @param path a document's path below the database, "rooms/a" */
  matches(path: string): boolean {
    return this.regExp.test(path);
  }
}

function segmentPattern(segment: string): string {
  if (/^(?:\{[^{}]*=\*\*\}|\*\*)$/.test(segment)) return ".+";
  if (/^(?:\{[^{}]*\}|\*)$/.test(segment)) return "[^/]+";
  return segment.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
