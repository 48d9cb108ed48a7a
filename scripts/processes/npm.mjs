/** Whoever started this process. The scripts of package.json are run by `exec`, so it is npm and no shell. */
const starter = process.ppid;
const isRunByNpm = process.env.npm_lifecycle_event !== undefined;

/** Whether the npm that started this process has gone since this file was loaded, killed perhaps. */
export function npmIsGone() {
  return isRunByNpm && process.ppid !== starter;
}
