/**
 * `npm run data:export -- [folder]`: writes the documents of the running Firestore emulator, ours or Google's, into
 * the folder (`emulator-data` unless given) in the official format. What the folder holds of Auth stays.
 */
import { resolve } from "node:path";
import {
  createExportFolder,
  describeFirestoreExport,
  FIRESTORE_EXPORT_NAME,
} from "../firestore-emulator/src/export/export-folder.ts";
import { runOnFolder } from "./data/running-emulator.ts";

await runOnFolder(process.argv.slice(2), async (emulator, folder) => {
  await createExportFolder(folder);
  const body = {
    database: emulator.database,
    export_directory: resolve(folder),
    export_name: FIRESTORE_EXPORT_NAME,
  };
  await emulator.post(":export", body);
  await describeFirestoreExport(folder);
  return `Exported the documents of ${emulator.projectId} to ${folder}.`;
});
