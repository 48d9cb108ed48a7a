import type { TimelineItem } from "@livechat/chat-client";

const isPages = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((page) => typeof page === "string");

/** Where the longest beginning of `pages` stands in `known` that stands there at all, and how long it is. */
function overlap(known: readonly string[], pages: readonly string[]): number {
  for (let length = pages.length; length > 0; length -= 1) {
    const start = pages.slice(0, length).join("\n");
    const stands = known.some((_, at) => known.slice(at, at + length).join("\n") === start);
    if (stands) return length;
  }
  return 0;
}

/** Adds what is told later: it begins with pages that are known, and may have gone back to one of them. */
function joined(known: readonly string[], pages: readonly string[]): string[] {
  const more = pages.slice(overlap(known, pages));
  const last = pages.at(-1);
  if (more.length === 0 && last !== undefined && last !== known.at(-1)) return [...known, last];
  return [...known, ...more];
}

/**
 * The pages of a visit, the latest last: those before the conversation began, which its metadata has, and those from which
 * its visitor has written since, each with the last ones before it.
 */
export function trailOf(
  metadata: Readonly<Record<string, unknown>>,
  timeline: readonly Pick<TimelineItem, "metadata">[],
): string[] {
  const told = [metadata.pages, ...timeline.map((item) => item.metadata.pages)].filter(isPages);
  const start = typeof metadata.pageUrl === "string" ? [metadata.pageUrl] : [];
  return told.reduce<string[]>(joined, isPages(metadata.pages) ? [] : start);
}
