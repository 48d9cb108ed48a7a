import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isRunning } from "./is-running.mjs";

const PAUSE_MS = 250;

/**
 * Does the work when no other process on this machine does work under the same file, which holds the process id of
 * the one that does. What a killed process has left there counts for nothing.
 */
export async function oneAtATime(file, work, onWait) {
  if (!claim(file)) {
    onWait();
    do {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    } while (!claim(file));
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function claim(file) {
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  if (!isHeld(file)) rmSync(file, { force: true });
  return false;
}

/** A file without a process id is one that is being written just now, or is gone again. */
function isHeld(file) {
  try {
    const holder = Number(readFileSync(file, "utf8"));
    return holder === 0 || isRunning(holder);
  } catch {
    return true;
  }
}
