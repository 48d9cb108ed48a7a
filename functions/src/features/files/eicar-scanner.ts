import type { Scanner } from "./scanner.ts";

/** In two halves, so that no scanner takes this file for the test file. Source: https://www.eicar.org/download-anti-malware-testfile/ */
const SIGNATURE = Buffer.from(
  ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join(""),
);

/** Finds the EICAR test file and nothing else: for tests and the local system. */
export const eicarScanner: Scanner = {
  scan: async (bytes) => {
    let tail = Buffer.alloc(0);
    let found = false;
    for await (const chunk of bytes) {
      const window = Buffer.concat([tail, chunk]);
      found ||= window.includes(SIGNATURE);
      tail = window.subarray(Math.max(0, window.length - SIGNATURE.length + 1));
    }
    return found ? "infected" : "clean";
  },
};
