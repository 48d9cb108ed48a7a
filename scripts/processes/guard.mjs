// Runs a command in a process group of its own. Ends the whole group when the command ends or when whoever started
// this process closes its standard input, which also happens when they are killed. So nothing is ever left behind.
// Exits as the command did. Start it `detached`, so that Ctrl-C does not reach it before its starter has decided.
import { spawn } from "node:child_process";

const GRACE_MS = 3_000;
const FAILED = 1;
const [command, ...args] = process.argv.slice(2);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], detached: true });
const endGroup = () => {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error; // They have all ended by themselves.
  }
};
child.on("error", (error) => {
  console.error(error.message);
  process.exit(FAILED);
});
child.on("exit", (code) => {
  endGroup();
  process.exit(code ?? FAILED);
});

process.stdin.resume();
process.stdin.on("error", () => {});
process.stdin.on("close", () => {
  child.kill("SIGTERM");
  setTimeout(endGroup, GRACE_MS);
});
