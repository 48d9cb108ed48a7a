import type { ErrorDetail } from "@livechat/contract";
import type { z } from "zod";
import { ChatError } from "../platform/error.ts";

const MAX_DETAILS = 20;

/** Which part of a request. */
export type Part = "path" | "query" | "body";

/**
 * The name of a field as its sender knows it: `email`, `visitor.name`, `limit`. What stands in the path is
 * marked, because a body may have a field of the same name. The part itself is named when all of it is wrong.
 */
function nameOf(part: Part, keys: readonly PropertyKey[]): string {
  const names = keys.map(String);
  return (part === "path" ? ["path", ...names] : names).join(".") || part;
}

/** Of several forms that a body may have, the one that it missed by least: what is wrong with that one helps. */
function nearestForm(issue: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] {
  const [nearest = []] = issue.errors.toSorted((a, b) => a.length - b.length);
  return nearest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

function toDetails(issue: z.core.$ZodIssue, part: Part): ErrorDetail[] {
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    return nearestForm(issue).flatMap((inner) => toDetails(inner, part));
  }
  if (issue.code === "unrecognized_keys") {
    const message = "is not a field of this call";
    return issue.keys.map((key) => ({ path: nameOf(part, [...issue.path, key]), message }));
  }
  return [{ path: nameOf(part, issue.path), message: issue.message }];
}

/** Of several things that are wrong with one field the first is said. */
function oneForEachField(details: readonly ErrorDetail[]): ErrorDetail[] {
  const first = details.filter(({ path }, i) => details.findIndex((other) => other.path === path) === i);
  return first.slice(0, MAX_DETAILS);
}

/**
 * Parses what a caller sent.
 * @throws ChatError `validation` that names each wrong field.
 */
export function parseStrictly<S extends z.ZodType>(schema: S, value: unknown, part: Part): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const details = oneForEachField(parsed.error.issues.flatMap((issue) => toDetails(issue, part)));
  const first = details[0];
  throw new ChatError("validation", first ? `${first.path}: ${first.message}` : "The request is not valid.", {
    details,
  });
}
