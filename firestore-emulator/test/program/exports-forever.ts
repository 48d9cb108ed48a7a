import { writeExport } from "../../src/export/write-export.ts";

/** Exports two states in turn, each of 500 documents, until the process is killed; prints a line after each. */
const [directory = ""] = process.argv.slice(2);
for (let round = 0; ; round++) {
  const fields = new Map(round % 2 === 0 ? [["even", "x".repeat(500)]] : []);
  const documents = Array.from({ length: 500 }, (_, at) => ({
    name: `projects/demo-livechat/databases/(default)/documents/visitors/v${at}`,
    fields,
  }));
  await writeExport(documents, { directory, name: "firestore_export", now: Date.now });
  process.stdout.write("exported\n");
}
