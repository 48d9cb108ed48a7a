/** `tsx scripts/postman.ts`: writes the Postman collection, made from the contract, and an environment for it to docs/. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { postmanCollection, postmanEnvironment } from "./postman/collection.ts";

const docs = join(import.meta.dirname, "..", "docs");
const file = join(docs, "LiveChat_API.postman_collection.json");
const collection = postmanCollection();
await writeFile(file, `${JSON.stringify(collection, null, 2)}\n`);
const environment = join(docs, "LiveChat.postman_environment.json");
await writeFile(environment, `${JSON.stringify(postmanEnvironment(), null, 2)}\n`);
const requests = collection.item.reduce((sum, folder) => sum + folder.item.length, 0);
console.log(`Wrote ${requests} requests to ${file}`);
