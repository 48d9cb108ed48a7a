/** `npm run check:arrows`: proves that imports go only where docs/architecture.md says, and that none is circular. */
import { join } from "node:path";
import { arrows } from "./arrows/arrows.ts";
import { findViolations } from "./arrows/check.ts";
import { readImports } from "./arrows/imports.ts";

const files = await readImports(join(import.meta.dirname, ".."));
const violations = findViolations(files, arrows);
for (const violation of violations) console.error(violation);
console.log(`${files.length} files, ${violations.length} imports or circles that should not be`);
process.exitCode = violations.length === 0 ? 0 : 1;
