/**
 * `npm run -w firestore-emulator protos`: makes `src/proto/definitions.json` from the `.proto` files beside this one,
 * so that the emulator parses none when it starts.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readDefinitions } from "./read-definitions.ts";

const file = join(import.meta.dirname, "..", "src", "proto", "definitions.json");
await writeFile(file, `${JSON.stringify(readDefinitions())}\n`);
console.log(`wrote ${file}`);
