/**
 * Keeps a company's contacts as livechat's visitors are. The CRM is a JSON file here. A webhook tells each change at once;
 * after a stop the event feed tells what was missed. Contacts get an id that the visitors carry as `externalId`.
 * Needs an API key with the scopes webhooks:write and visitors:write: see README.md.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";

const { LIVECHAT_URL = "http://127.0.0.1:5000", LIVECHAT_API_KEY, CRM_PORT = "4200" } = process.env;
const { CRM_FILE = "crm.json" } = process.env;
const crm = existsSync(CRM_FILE)
  ? JSON.parse(readFileSync(CRM_FILE, "utf8"))
  : { webhook: null, cursor: null, isImported: false, contacts: {} };

function save(change) {
  writeFileSync(`${CRM_FILE}.new`, JSON.stringify(Object.assign(crm, change), null, 2));
  renameSync(`${CRM_FILE}.new`, CRM_FILE);
}

async function call(method, path, body) {
  const headers = { Authorization: `Bearer ${LIVECHAT_API_KEY}`, "Content-Type": "application/json" };
  const response = await fetch(LIVECHAT_URL + path, { method, headers, body: body && JSON.stringify(body) });
  if (!response.ok)
    throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/**
 * May come twice and in any order: the later `updatedAt` stays. The id of a new contact goes to livechat before it is kept
 * here, so that a stop in between loses nothing.
 */
async function upsert({ id, name, email, externalId, updatedAt }, isNew) {
  if (crm.contacts[id]?.updatedAt >= updatedAt) return;
  const contactId = externalId ?? `crm-${id}`;
  if (isNew && externalId === null) await call("PATCH", `/v1/visitors/${id}`, { externalId: contactId });
  crm.contacts[id] = { contactId, name, email, updatedAt };
}

const take = ({ type, data }) => upsert(data.object, type === "visitor.created");

/** What the feed tells from where the last run ended, at most 30 days ago. */
async function catchUp() {
  for (let isDone = false; !isDone; ) {
    const page = await call("GET", `/v1/events?types=visitor.*&limit=100&after=${crm.cursor ?? 0}`);
    for (const item of page.items) await take(item);
    save({ cursor: page.nextCursor });
    isDone = page.items.length === 0;
  }
}

/** Who was there before. */
async function importAll(pageToken = "") {
  const page = await call("GET", `/v1/visitors?limit=100${pageToken && `&pageToken=${pageToken}`}`);
  for (const visitor of page.items) await upsert(visitor, false);
  save();
  if (page.nextPageToken) await importAll(page.nextPageToken);
}

let last = Promise.resolve();
/** One change at a time, so that an older one never overtakes a newer one. */
const inTurn = (work) =>
  (last = last.then(
    () => work(),
    () => work(),
  ));

const server = createServer(async (request, response) => {
  try {
    const told = new Webhook(crm.webhook.secret).verify(await text(request), request.headers);
    await inTurn(() => take(told));
    save();
    response.writeHead(204).end();
  } catch (error) {
    console.error(String(error));
    response.writeHead(error.name === "WebhookVerificationError" ? 401 : 500).end(); // 500: livechat tells it again
  }
}).listen(Number(CRM_PORT), "127.0.0.1", async () => {
  const url = `http://127.0.0.1:${server.address().port}/`;
  if (!crm.webhook) save({ webhook: await call("POST", "/v1/webhooks", { url, eventTypes: ["visitor.*"] }) });
  await inTurn(catchUp);
  if (!crm.isImported) {
    await inTurn(importAll);
    // A new webhook and a new feed are known everywhere within a minute: who came before that is found by looking again.
    setTimeout(() => inTurn(importAll).then(() => save({ isImported: true })), 65_000);
  }
  console.log(`${Object.keys(crm.contacts).length} contacts in ${CRM_FILE}, told at ${url}`);
});
