/** What came and what went between two looks at a list of ids. The first look brings nothing: all of it is history. */
export function changesOf(before: ReadonlySet<string> | null, now: ReadonlySet<string>) {
  if (before === null) return { came: [], went: [] };
  return {
    came: [...now].filter((id) => !before.has(id)),
    went: [...before].filter((id) => !now.has(id)),
  };
}
