/**
 * `npm run docs:generate`: writes what docs/ has of the contract: the API's description, its errors, the Postman
 * collection and an environment for it.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { errorReference } from "../functions/src/docs/errors.ts";
import { openApiDocument } from "../functions/src/docs/openapi.ts";
import { postmanCollection, postmanEnvironment } from "../functions/src/docs/postman/collection.ts";

const docs = join(import.meta.dirname, "..", "docs");

async function write(name: string, content: string | object): Promise<void> {
  const text = typeof content === "string" ? content : `${JSON.stringify(content, null, 2)}\n`;
  await writeFile(join(docs, name), text);
}

const description = openApiDocument();
const collection = postmanCollection();
await write("openapi.json", description);
await write("errors.md", errorReference());
await write("LiveChat_API.postman_collection.json", collection);
await write("LiveChat.postman_environment.json", postmanEnvironment());
const operations = Object.values(description.paths).flatMap((methods) => Object.keys(methods));
const requests = collection.item.reduce((sum, folder) => sum + folder.item.length, 0);
console.log(`Wrote ${operations.length} operations and ${requests} requests to ${docs}`);
