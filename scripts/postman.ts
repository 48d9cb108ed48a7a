/** `tsx scripts/postman.ts`: writes the Postman collection, made from the contract, to docs/. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { postmanCollection } from "./postman/collection.ts";

const file = join(import.meta.dirname, "..", "docs", "LiveChat_API.postman_collection.json");
const collection = postmanCollection();
await writeFile(file, `${JSON.stringify(collection, null, 2)}\n`);
const requests = collection.item.reduce((sum, folder) => sum + folder.item.length, 0);
console.log(`Wrote ${requests} requests to ${file}`);
