import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { descriptionFile, type Storage } from "../buckets/storage.ts";
import type { StoredObject } from "../buckets/stored-object.ts";
import { blobFile } from "../bytes/disk-blobs.ts";
import { HashedWriter } from "../bytes/hashed-writer.ts";

/**
 * A data folder: `objects/<blob>.json` describes an object, `blobs/<blob>` holds its bytes. The emulator works in one,
 * exports to one and imports from one.
 */

/** The objects that a folder describes; [] when there is no such folder. */
export async function readDescriptions(folder: string): Promise<StoredObject[]> {
  const objects = join(folder, "objects");
  if (!existsSync(objects)) return [];
  const names = (await readdir(objects)).filter((name) => name.endsWith(".json"));
  return Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(objects, name), "utf8")) as StoredObject),
  );
}

/** Takes in what an emulator in this folder had before. Bytes without a description are deleted. */
export async function resume(storage: Storage, folder: string): Promise<void> {
  await mkdir(join(folder, "objects"), { recursive: true });
  const objects = await readDescriptions(folder);
  for (const object of objects) storage.adopt(object);
  const known = new Set(objects.map(({ blobId }) => blobId));
  const blobs = await readdir(join(folder, "blobs"));
  await Promise.all(blobs.filter((id) => !known.has(id)).map((id) => rm(join(folder, "blobs", id))));
}

/** Copies the objects of an exported folder into the storage, generations and times kept. */
export async function importFrom(storage: Storage, folder: string): Promise<void> {
  for (const object of await readDescriptions(folder)) {
    const writer = await HashedWriter.create(storage.blobs);
    for await (const bytes of createReadStream(blobFile(folder, object.blobId))) await writer.write(bytes);
    await writer.finish();
    await storage.restore({ ...object, blobId: writer.id });
  }
}

/** Writes all objects beside the folder and moves them there when complete. @returns how many there are */
export async function exportTo(storage: Storage, folder: string): Promise<number> {
  await mkdir(dirname(folder), { recursive: true });
  const making = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  await mkdir(join(making, "objects"));
  await mkdir(join(making, "blobs"));
  const objects = storage.buckets.flatMap((bucket) => [...bucket.objects.values()]);
  for (const object of objects) {
    await pipeline(Readable.from(storage.read(object)), createWriteStream(blobFile(making, object.blobId)));
    await writeFile(descriptionFile(making, object), JSON.stringify(object));
  }
  await rm(folder, { recursive: true, force: true });
  await rename(making, folder);
  return objects.length;
}
