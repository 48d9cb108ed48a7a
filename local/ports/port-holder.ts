import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const LISTENING = "0A";

/** `name (process id)` of whoever listens on the TCP port, or null where that cannot be known. */
export async function findHolder(port: number): Promise<string | null> {
  return (await holderByProc(port)) ?? (await holderByLsof(port));
}

/** Linux: the socket's inode stands in /proc/net/tcp, and in the file descriptors of the process that holds it. */
async function holderByProc(port: number): Promise<string | null> {
  const inode = await listeningInode(port);
  if (inode === null) return null;
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    if (await holdsSocket(pid, inode)) return `${(await processName(pid)) ?? "process"} (process ${pid})`;
  }
  return null;
}

async function listeningInode(port: number): Promise<string | null> {
  const hexPort = port.toString(16).toUpperCase().padStart(4, "0");
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    const lines = await readFile(table, "utf8").catch(() => "");
    for (const line of lines.split("\n")) {
      const fields = line.trim().split(/\s+/);
      if (fields[1]?.endsWith(`:${hexPort}`) && fields[3] === LISTENING) return fields[9] ?? null;
    }
  }
  return null;
}

async function holdsSocket(pid: string, inode: string): Promise<boolean> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  for (const descriptor of descriptors) {
    const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => "");
    if (target === `socket:[${inode}]`) return true;
  }
  return false;
}

async function processName(pid: string): Promise<string | null> {
  return readFile(`/proc/${pid}/comm`, "utf8").then(
    (name) => name.trim(),
    () => null,
  );
}

async function holderByLsof(port: number): Promise<string | null> {
  const found = await run("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"]).catch(() => null);
  const pid = found?.stdout.match(/^p(\d+)/m)?.[1];
  const name = found?.stdout.match(/^c(.+)/m)?.[1];
  return pid === undefined ? null : `${name ?? "process"} (process ${pid})`;
}
