interface Page<T> {
  items: T[];
  nextPageToken: string | null;
}

/** More pages than this are a mistake: a team or a list of settings is never so long. */
const MOST_PAGES = 20;

/**
 * Everything of a list that is short by nature.
 * @param onPage told after each page but the last: what there is so far.
 */
export async function allPages<T>(
  load: (pageToken: string | undefined) => Promise<Page<T>>,
  onPage?: (soFar: readonly T[]) => void,
): Promise<T[]> {
  const items: T[] = [];
  let pageToken: string | undefined;
  for (let at = 0; at < MOST_PAGES; at += 1) {
    const page = await load(pageToken);
    items.push(...page.items);
    if (page.nextPageToken === null) break;
    pageToken = page.nextPageToken;
    onPage?.([...items]);
  }
  return items;
}

/** The query of one page of a hundred. */
export const pageQuery = (pageToken: string | undefined) => ({
  limit: "100",
  ...(pageToken && { pageToken }),
});
