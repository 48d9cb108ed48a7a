import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const FOLDER = "functions";

interface Entry {
  version?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  dev?: boolean;
  devOptional?: boolean;
  [other: string]: unknown;
}

export interface Lock {
  name: string;
  version: string;
  lockfileVersion: number;
  packages: Record<string, Entry>;
}

/** Where Node finds `name` from the package at `from`: in the nearest node_modules on the way up. */
function locate(lock: Lock, from: string, name: string): string | null {
  for (let place = from; ; place = place.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$|^[^/]+$/, "")) {
    const candidate = `${place === "" ? "" : `${place}/`}node_modules/${name}`;
    if (lock.packages[candidate]) return candidate;
    if (place === "") return null;
  }
}

function requiredBy({
  dependencies,
  optionalDependencies,
  peerDependencies,
  peerDependenciesMeta,
}: Entry): string[] {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  return [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers];
}

/** Everything that these packages need, by place in the lock file. What is not there is optional and not installed. */
function closure(lock: Lock, names: readonly string[]): Set<string> {
  const found = new Set<string>();
  const open = names.map((name) => locate(lock, FOLDER, name));
  while (open.length > 0) {
    const place = open.pop();
    if (place == null || found.has(place)) continue;
    found.add(place);
    open.push(...requiredBy(lock.packages[place] ?? {}).map((name) => locate(lock, place, name)));
  }
  return found;
}

const targetOf = (place: string) => (place.startsWith(`${FOLDER}/`) ? place.slice(FOLDER.length + 1) : place);

/**
 * Where a package goes in the functions' own folder: where it is, or, where another version that the functions themselves use
 * takes that place, below each package that needs it.
 */
function targetsOf(
  lock: Lock,
  place: string,
  { all, taken }: { all: Set<string>; taken: boolean },
): string[] {
  if (!taken) return [targetOf(place)];
  const name = place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
  const dependents = [...all].filter(
    (other) => requiredBy(lock.packages[other] ?? {}).includes(name) && locate(lock, other, name) === place,
  );
  return dependents.map((other) => `${targetOf(other)}/node_modules/${name}`);
}

/**
 * The lock file of the functions alone, taken out of the repository's: what is installed in the cloud has the
 * versions that were tested. No registry is asked. Pure.
 */
export function functionsLock(lock: Lock): Lock {
  const own = lock.packages[FOLDER];
  if (!own) throw new Error("package-lock.json does not know the functions: run npm install.");
  const needed = closure(lock, Object.keys(own.dependencies ?? {}));
  const all = new Set([...needed, ...closure(lock, Object.keys(own.devDependencies ?? {}))]);
  const packages: Record<string, Entry> = { "": own };
  for (const place of [...all].sort()) {
    const { dev, devOptional, ...entry } = lock.packages[place] ?? {};
    const taken = packages[targetOf(place)] !== undefined;
    for (const target of targetsOf(lock, place, { all, taken })) {
      packages[target] = needed.has(place) ? entry : { ...entry, dev: true };
    }
  }
  const { name, version } = own as { name: string; version: string };
  return { name, version, lockfileVersion: lock.lockfileVersion, packages };
}

/** Writes functions/package-lock.json, which is uploaded with the functions. */
export async function writeFunctionsLock(): Promise<void> {
  const lock = functionsLock(JSON.parse(await readFile(join(root, "package-lock.json"), "utf8")));
  await writeFile(join(root, FOLDER, "package-lock.json"), `${JSON.stringify(lock, null, 2)}\n`);
}
