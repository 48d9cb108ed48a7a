import type { FileScanner } from "../../platform/files-config.ts";
import { clamavScanner } from "./clamav-scanner.ts";
import { eicarScanner } from "./eicar-scanner.ts";
import type { Scanner } from "./scanner.ts";

/** The configured scanner; null where there is none, and files that need one are never shown. */
export function createScanner(config: FileScanner | null): Scanner | null {
  if (config === null) return null;
  return config.kind === "eicar" ? eicarScanner : clamavScanner(config);
}
