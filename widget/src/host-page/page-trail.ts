import { withoutQuery } from "./page-context.ts";

/** So many of the last pages are told. */
const MOST_PAGES = 10;

/** What browsers with the Navigation API tell of a tab's own history on this site. */
interface Navigation {
  entries(): readonly { url: string | null }[];
  currentEntry: { index: number } | null;
}

/** Addresses as an agent is told of them: without what follows the path, one that follows itself once, the last ones. */
export function trailOf(addresses: readonly (string | null)[]): string[] {
  const pages = addresses.map((address) => withoutQuery(address ?? "")).filter(Boolean);
  return pages.filter((page, at) => page !== pages[at - 1]).slice(-MOST_PAGES);
}

/**
 * The last pages of this visit, the present one last. They are the browser's own history of the tab: nothing is stored for
 * them, and a browser that does not tell it has the present page alone.
 */
export function pageTrail(): string[] {
  const { navigation } = window as { navigation?: Navigation };
  const before = navigation?.entries().slice(0, navigation.currentEntry?.index ?? 0) ?? [];
  return trailOf([...before.map(({ url }) => url), location.href]);
}
