/**
 * `npm run data:export -- [folder]`: writes the documents of the running Firestore emulator, ours or Google's, into
 * the folder (`emulator-data` unless given) in the official format. What the folder holds of Auth stays.
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createExportFolder,
  describeFirestoreExport,
  FIRESTORE_EXPORT_NAME,
} from "../../firestore-emulator/src/export/export-folder.ts";
import { runOnFolder } from "./running-emulator.ts";

await runOnFolder(process.argv.slice(2), async (emulator, folder) => {
  await createExportFolder(folder);
  // The emulator writes below few folders only, this script wherever its user may.
  const temporary = await mkdtemp(join(tmpdir(), "data-export-"));
  try {
    const body = {
      database: emulator.database,
      export_directory: temporary,
      export_name: FIRESTORE_EXPORT_NAME,
    };
    await emulator.post(":export", body);
    const exported = join(folder, FIRESTORE_EXPORT_NAME);
    await rm(exported, { recursive: true, force: true });
    await cp(join(temporary, FIRESTORE_EXPORT_NAME), exported, { recursive: true });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  await describeFirestoreExport(folder);
  return `Exported the documents of ${emulator.projectId} to ${folder}.`;
});
