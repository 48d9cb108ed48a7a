// Runs a command in this process group and ends the whole group when the command ends or when whoever started this
// process closes its standard input, which also happens when they are killed. So nothing is ever left behind.
import { spawn } from "node:child_process";

const GRACE_MS = 3_000;
const [command, ...args] = process.argv.slice(2);

const endGroup = () => process.kill(-process.pid, "SIGKILL");
// Ctrl-C reaches the whole terminal; when to end is decided by standard input alone.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
child.on("error", endGroup);
child.on("exit", endGroup);

process.stdin.resume();
process.stdin.on("error", () => {});
process.stdin.on("close", () => {
  child.kill("SIGTERM");
  setTimeout(endGroup, GRACE_MS);
});
