/** A process with an embedded Firestore; `reset` and `usage` work its meter. */
import { readFileSync } from "node:fs";
import { startEmulator } from "firestore-emulator";
import { PROJECT_ID } from "./project.ts";

const indexes = readFileSync(new URL("../../firestore.indexes.json", import.meta.url), "utf8");
const emulator = await startEmulator({ projectId: PROJECT_ID, indexes });

// Ends with the benchmark, however that ends.
process.on("disconnect", () => process.exit(0));
process.on("message", (question) => {
  if (question === "reset") emulator.meter.reset();
  process.send?.(emulator.meter.usage(PROJECT_ID));
});
process.send?.(`${emulator.host}:${emulator.port}`);
