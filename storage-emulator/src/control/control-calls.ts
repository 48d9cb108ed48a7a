import { readJson, sendJson, sendNothing } from "../server/call.ts";
import type { Handler } from "../server/context.ts";
import { invalid, StorageError } from "../server/storage-error.ts";
import { isInside } from "./allowed-folders.ts";
import { exportTo } from "./data-folder.ts";
import { noFaults } from "./faults.ts";

/** `GET /` */
export const answerOk: Handler = (_, call) => {
  call.response.writeHead(200, { "Content-Type": "text/plain" });
  call.response.end("Ok");
};

/** `POST /emulator/v1/faults {unavailable?, cutUploadsAfterBytes?}` orders faults. */
export const orderFaults: Handler = async ({ faults }, call) => {
  const { unavailable = 0, cutUploadsAfterBytes = [] } = await readJson(call);
  if (!isCount(unavailable) || !Array.isArray(cutUploadsAfterBytes) || !cutUploadsAfterBytes.every(isCount)) {
    throw invalid("Faults are unavailable (a count) and cutUploadsAfterBytes (a list of bytes).");
  }
  Object.assign(faults, { unavailable, cutUploadsAfterBytes });
  sendJson(call, faults);
};

/** `DELETE /emulator/v1/faults` takes back what has not struck. */
export const clearFaults: Handler = ({ faults }, call) => {
  Object.assign(faults, noFaults());
  sendNothing(call);
};

/** `DELETE /emulator/v1/objects` deletes all objects of all buckets. */
export const clearObjects: Handler = async ({ storage }, call) => {
  for (const { objects } of storage.buckets) {
    for (const object of [...objects.values()]) await storage.delete(object);
  }
  sendNothing(call);
};

/** `POST /emulator/v1/export {folder}` writes all objects to a folder that `import` reads. */
export const exportData: Handler = async ({ storage, exportFolders }, call) => {
  const { folder } = await readJson(call);
  if (typeof folder !== "string" || folder === "") throw invalid("An export needs a folder.");
  if (exportFolders && !(await isInside(folder, exportFolders))) {
    throw new StorageError(
      403,
      "forbidden",
      `Exports are written below ${exportFolders.join(" and ")} only.`,
    );
  }
  sendJson(call, { objects: await exportTo(storage, folder) });
};

const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;
