import { realpath } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve } from "node:path";

/** Where a path leads: links are followed as far as there is something. */
async function destinationOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : resolve(await destinationOf(parent), relative(parent, path));
  }
}

/** Whether the path lies in one of the folders or is one of them, links followed. */
export async function isInside(path: string, folders: readonly string[]): Promise<boolean> {
  const destination = await destinationOf(resolve(path));
  const all = await Promise.all(folders.map((folder) => destinationOf(resolve(folder))));
  return all.some((folder) => {
    const way = relative(folder, destination);
    return !isAbsolute(way) && way.split(/[/\\]/)[0] !== "..";
  });
}
