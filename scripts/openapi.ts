/** `tsx scripts/openapi.ts`: writes the API's description, made from the contract, to docs/openapi.json, and its errors to docs/errors.md. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { errorReference } from "../functions/src/docs/errors.ts";
import { openApiDocument } from "../functions/src/docs/openapi.ts";

const file = join(import.meta.dirname, "..", "docs", "openapi.json");
const document = openApiDocument();
await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
const operations = Object.values(document.paths).flatMap((methods) => Object.keys(methods));
console.log(`Wrote ${operations.length} operations to ${file}`);
await writeFile(join(import.meta.dirname, "..", "docs", "errors.md"), errorReference());
