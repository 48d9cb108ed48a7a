import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { isRunning } from "../scripts/processes/is-running.mjs";
import { HOST, PORT_NAMES, type Ports } from "./ports/ports.ts";

const root = join(import.meta.dirname, "..");

/** What firebase.json names. The CLI accepts nothing outside its configuration's folder, so links lead there. */
const NAMED_BY_CONFIG = ["dist", "firestore.rules", "firestore.indexes.json", ".firebaserc"];
/** In each run folder: the process that uses it. */
const OWNER_FILE = "process-id";
const NOT_DEPLOYED = ["src", "test", "bench", "node_modules"];

/**
 * Makes .dev/<name> with a copy of firebase.json that has these ports. The CLI runs there and leaves its logs there,
 * so that several systems can run at once. A folder in use is left alone, and <name>-2 or so on taken.
 * `ownFunctions`: the functions are a copy, which a later build does not change; else a build reloads them.
 * @returns the folder's absolute path
 */
export async function makeRunFolder(name: string, ports: Ports, ownFunctions: boolean): Promise<string> {
  const folder = await firstUnused(join(root, ".dev", name));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, OWNER_FILE), String(process.pid));
  const config = withLocalAddresses(JSON.parse(await readFile(join(root, "firebase.json"), "utf8")));
  // The CLI has a Cloud Storage of its own, which is not the one that runs here.
  const names = PORT_NAMES.filter((port) => port !== "storage");
  const emulators = Object.fromEntries(names.map((port) => [port, { host: HOST, port: ports[port] }]));
  config.emulators = { singleProjectMode: true, ui: { enabled: false }, ...emulators };
  await writeFile(join(folder, "firebase.json"), JSON.stringify(config, null, 2));
  const functions = join(folder, "functions");
  if (ownFunctions) await copyFunctions(functions);
  else await symlink(join("..", "..", "functions"), functions);
  await Promise.all(NAMED_BY_CONFIG.map((entry) => symlink(join("..", "..", entry), join(folder, entry))));
  return folder;
}

interface HostingConfig {
  hosting: { headers: { headers: { key: string; value: string }[] }[] };
  emulators?: unknown;
}

/** What the console's pages load from elsewhere. Locally that is other ports of this machine. */
const FROM_ELSEWHERE = /\b((?:img|media|connect)-src [^;]*https:[^;]*)/g;

/** The configuration that is deployed lets no page load anything from this machine; the one that runs here does. */
export function withLocalAddresses<C extends HostingConfig>(config: C): C {
  const headers = config.hosting.headers.map((entry) => ({
    ...entry,
    headers: entry.headers.map(({ key, value }) =>
      key === "Content-Security-Policy"
        ? { key, value: value.replace(FROM_ELSEWHERE, `$1 http://${HOST}:*`) }
        : { key, value },
    ),
  }));
  return { ...config, hosting: { ...config.hosting, headers } };
}

async function copyFunctions(to: string): Promise<void> {
  const filter = (path: string): boolean => !NOT_DEPLOYED.includes(basename(path));
  await cp(join(root, "functions"), to, { recursive: true, filter });
  // Packages that the functions have in another version than the tools beside them.
  const own = join(root, "functions", "node_modules");
  if (existsSync(own)) await symlink(own, join(to, "node_modules"));
}

async function firstUnused(folder: string): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? folder : `${folder}-${number}`;
    const owner = Number(await readFile(join(candidate, OWNER_FILE), "utf8").catch(() => ""));
    if (owner === 0 || owner === process.pid || !isRunning(owner)) return candidate;
  }
}
