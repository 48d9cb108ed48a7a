import { execFileSync } from "node:child_process";

function table(...columns: string[]): string[][] {
  const wanted = columns.map((column) => `${column}=`).join(",");
  const rows = execFileSync("ps", ["-A", "-o", wanted], { encoding: "utf8" }).trim().split("\n");
  return rows.map((row) => row.trim().split(/\s+/));
}

/** The process and all below it, by process id. */
export function familyOf(pid: number): number[] {
  const rows = table("pid", "ppid").map((row) => row.map(Number));
  const below = (parent: number): number[] =>
    rows.flatMap(([child, itsParent]) =>
      itsParent === parent && child !== undefined ? [child, ...below(child)] : [],
    );
  return [pid, ...below(pid)];
}

/** Those that still run. One that has ended and that its parent has not asked about yet does not. */
export function stillRunning(pids: readonly number[]): number[] {
  const running = table("pid", "stat").filter(([, state]) => !state?.startsWith("Z"));
  return pids.filter((pid) => running.some(([other]) => Number(other) === pid));
}
