/**
 * Writes every conversation with its events to a file, a line each (NDJSON), for a data warehouse:
 * `node examples/export/export.mjs conversations.ndjson [since]`. Run again it appends what has changed since then; of
 * several lines of one conversation the last counts. Needs an API key with the scope conversations:read: see README.md.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

const { LIVECHAT_URL = "http://127.0.0.1:5000", LIVECHAT_API_KEY } = process.env;
const [file = "conversations.ndjson", since = "1970-01-01T00:00:00Z"] = process.argv.slice(2);
const stateFile = `${file}.state.json`;

/** Asks again when the key's limit is reached, as late as the answer says. */
async function read(path, query) {
  const url = `${LIVECHAT_URL}${path}?${new URLSearchParams(query)}`;
  for (;;) {
    const response = await fetch(url, { headers: { Authorization: `Bearer ${LIVECHAT_API_KEY}` } });
    if (response.ok) return response.json();
    if (response.status !== 429 && response.status !== 503) {
      throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    }
    await wait(Number(response.headers.get("Retry-After") ?? 1) * 1000);
  }
}

async function* pages(path, query) {
  let next = query;
  do {
    const page = await read(path, next);
    next = page.nextPageToken === null ? null : { ...query, pageToken: page.nextPageToken };
    yield { ...page, next };
  } while (next !== null);
}

async function eventsOf(id) {
  const events = [];
  for await (const page of pages(`/v1/conversations/${id}/events`, { limit: 100 }))
    events.push(...page.items);
  return events;
}

const changedAfter = (updatedAfter) => ({ order: "asc", limit: 100, updatedAfter });

let { query, updatedAt } = existsSync(stateFile)
  ? JSON.parse(readFileSync(stateFile, "utf8"))
  : { query: changedAfter(since), updatedAt: since };
let written = 0;
for await (const { items, next } of pages("/v1/conversations", query)) {
  for (const conversation of items) {
    const events = await eventsOf(conversation.id);
    appendFileSync(file, `${JSON.stringify({ ...conversation, events })}\n`);
    written += 1;
  }
  // After each page, so that a run that is stopped goes on there. `updatedAfter` leaves out what has that very time.
  updatedAt = items.at(-1)?.updatedAt ?? updatedAt;
  query = next ?? changedAfter(updatedAt);
  writeFileSync(stateFile, JSON.stringify({ query, updatedAt }));
}
console.log(`${written} conversations written to ${file}`);
