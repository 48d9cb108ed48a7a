import { Environment, type Variables } from "../evaluate/environment.ts";
import type { AllowStatement, MatchBlock, PatternSegment, RulesFile, ServiceBlock } from "../syntax/ast.ts";
import { Constrained } from "../values/constrained.ts";
import { Path, type RuleValue } from "../values/values.ts";

/** Stands for any number of unknown collections and documents inside the path of a collection-group query. */
export const ANYWHERE = Symbol("anywhere");

/** A segment that is known, one known only to be a document id, or ANYWHERE. */
export type PathItem = string | Constrained | typeof ANYWHERE;

export interface Candidate {
  readonly allow: AllowStatement;
  readonly environment: Environment;
}

interface Matching {
  readonly path: readonly PathItem[];
  readonly version: "1" | "2";
  readonly found: Candidate[];
}

/**
 * The allow statements whose match blocks cover the whole path, in source order. For a path with unknown
 * parts a block counts only if it covers every path that the unknown parts could stand for.
 */
export function findCandidates(file: RulesFile, path: readonly PathItem[], root: Variables): Candidate[] {
  const matching: Matching = { path, version: file.version ?? "1", found: [] };
  const fileEnvironment = new Environment(undefined, file, root);
  for (const service of file.services) {
    if (service.name === "cloud.firestore") matchService(service, fileEnvironment, matching);
  }
  return matching.found.sort((a, b) => a.allow.start - b.allow.start);
}

function matchService(service: ServiceBlock, outer: Environment, matching: Matching): void {
  const environment = new Environment(outer, service, new Map());
  for (const match of service.matches) matchBlock({ match, outer: environment, from: 0 }, matching);
}

function matchBlock(at: { match: MatchBlock; outer: Environment; from: number }, matching: Matching): void {
  const { match, outer, from } = at;
  for (const { next, captures } of matchPattern(match.pattern, from, matching)) {
    const environment = new Environment(outer, match, captures);
    if (next === matching.path.length) {
      for (const allow of match.allows) matching.found.push({ allow, environment });
    }
    for (const inner of match.matches) matchBlock({ match: inner, outer: environment, from: next }, matching);
  }
}

interface PatternMatch {
  readonly next: number;
  readonly captures: Map<string, RuleValue>;
}

function matchPattern(pattern: readonly PatternSegment[], from: number, matching: Matching): PatternMatch[] {
  let states: PatternMatch[] = [{ next: from, captures: new Map() }];
  for (const segment of pattern) states = states.flatMap((state) => step(segment, state, matching));
  return states;
}

function step(segment: PatternSegment, state: PatternMatch, matching: Matching): PatternMatch[] {
  if (segment.kind === "recursive") return recursiveSteps(segment.name, state, matching);
  const item = matching.path[state.next];
  if (item === undefined || item === ANYWHERE) return [];
  if (segment.kind === "literal") {
    return item === segment.text ? [{ next: state.next + 1, captures: state.captures }] : [];
  }
  return [{ next: state.next + 1, captures: new Map(state.captures).set(segment.name, item) }];
}

/** {name=**}: in version 1 one or more segments, in version 2 any number of them. */
function recursiveSteps(name: string, state: PatternMatch, matching: Matching): PatternMatch[] {
  const { path, version } = matching;
  const steps: PatternMatch[] = [];
  for (let end = state.next; end <= path.length; end++) {
    const items = path.slice(state.next, end);
    const splitsUnknown = path.slice(end).includes(ANYWHERE) && items.includes(ANYWHERE);
    if ((end === state.next && version === "1") || splitsUnknown) continue;
    steps.push({ next: end, captures: new Map(state.captures).set(name, capture(items)) });
  }
  return steps;
}

function capture(items: readonly PathItem[]): RuleValue {
  const known = items.filter((item) => typeof item === "string");
  return known.length === items.length ? new Path(known) : new Constrained([], "path");
}
