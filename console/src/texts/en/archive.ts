/** What searching says: loaded with the archive. */
export const archive = {
  "archive.search": "Search",
  "archive.searchHint": "Words, a name, an e-mail, agent:anna tag:billing status:closed from:2026-01-31",
  "archive.find": "Find",
  "archive.rated": "Rating",
  "archive.rated.good": "Positive",
  "archive.rated.bad": "Negative",
  "archive.searching": "Searching…",
  "archive.found.one": "1 found, among the {most} latest chats and visitors.",
  "archive.found.other": "{n} found, among the {most} latest chats and visitors.",
};
