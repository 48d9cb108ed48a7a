import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const OLDEST_JAVA = 21;

/** @throws with one sentence when Google's Firestore emulator could not run here */
export async function requireJava(): Promise<void> {
  const found = await run("java", ["-version"]).catch(() => null);
  const version = found?.stderr.match(/version "(\d+)/)?.[1];
  if (version !== undefined && Number(version) >= OLDEST_JAVA) return;
  const here = version === undefined ? "there is none" : `this is ${version}`;
  throw new Error(
    `Google's Firestore emulator needs Java ${OLDEST_JAVA} or newer, ${here}: install it, or use npm start, which needs no Java.`,
  );
}
