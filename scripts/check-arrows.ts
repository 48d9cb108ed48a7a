/** `npm run check:arrows`: proves that imports go only where scripts/arrows/floors.ts says, and that none is circular. */
import { join } from "node:path";
import { checkArrows } from "./arrows/check.ts";

const { ok, text } = checkArrows(join(import.meta.dirname, ".."));
console.log(text);
process.exitCode = ok ? 0 : 1;
