import {
  createExportFolder,
  describeFirestoreExport,
  FIRESTORE_EXPORT_NAME,
} from "../export/export-folder.ts";
import { writeExport } from "../export/write-export.ts";
import type { EmulatorContext } from "../request/context.ts";

/**
 * Exports all databases of a project, as of one moment, into the Firestore part of an export folder, which is made if
 * need be. What other emulators have exported there stays.
 * @returns how many documents were written
 */
export async function exportProject(
  context: EmulatorContext,
  projectId: string,
  folder: string,
): Promise<number> {
  const documents = context.databases.list(projectId).flatMap(({ store }) => [...store.documents.all()]);
  await createExportFolder(folder);
  const count = await writeExport(documents, {
    directory: folder,
    name: FIRESTORE_EXPORT_NAME,
    now: context.clock,
  });
  await describeFirestoreExport(folder);
  return count;
}

/** Projects that hold documents and are not the one that is exported. */
export function otherProjects({ databases }: EmulatorContext, projectId: string): string[] {
  const others = databases
    .list()
    .filter(({ store }) => store.id.projectId !== projectId && store.documents.size > 0);
  return [...new Set(others.map(({ store }) => store.id.projectId))];
}
