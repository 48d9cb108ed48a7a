// Loaded into the Firebase CLI, which guard.mjs runs in a process group of its own: should the guard itself be killed,
// the CLI ends that group, so that the runner notices and nothing is left behind.
const PAUSE_MS = 500;
const guard = process.ppid;

setInterval(() => {
  if (process.ppid !== guard) process.kill(-process.pid, "SIGKILL");
}, PAUSE_MS).unref();
