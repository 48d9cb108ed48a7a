/**
 * `npm run data:import -- [folder]`: writes the documents of an export (`emulator-data` unless given) into the
 * running Firestore emulator, ours or Google's, over those that are there. Auth is not touched.
 */
import { findFirestoreExport } from "../../firestore-emulator/src/export/export-folder.ts";
import { runOnFolder } from "./running-emulator.ts";

await runOnFolder(process.argv.slice(2), async (emulator, folder) => {
  const file = await findFirestoreExport(folder);
  await emulator.post(":import", { database: emulator.database, export_directory: file });
  return `Imported the documents of ${folder} into ${emulator.projectId}.`;
});
