import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./cli.ts";

const COPIED = ["firebase.json", "firestore.rules", "firestore.indexes.json"];
const COPIED_OF_FUNCTIONS = ["lib", "package.json", "package-lock.json"];

/** Runs TypeScript in Node without a shell between. */
const TSX = join(root, "node_modules", "tsx", "dist", "loader.mjs");

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** A copy of what is deployed, in a folder of its own, with a home of its own: nothing that it does stays. */
export class Checkout {
  private constructor(readonly folder: string) {}

  /** Needs what `npm run build` makes. */
  static async make(): Promise<Checkout> {
    const folder = await mkdtemp(join(tmpdir(), "livechat-checkout-"));
    await mkdir(join(folder, "home"));
    await mkdir(join(folder, "functions"));
    for (const name of COPIED) await cp(join(root, name), join(folder, name));
    for (const name of COPIED_OF_FUNCTIONS) {
      await cp(join(root, "functions", name), join(folder, "functions", name), { recursive: true });
    }
    await cp(join(root, "dist", "hosting"), join(folder, "dist", "hosting"), { recursive: true });
    for (const place of ["node_modules", join("functions", "node_modules")]) {
      if (existsSync(join(root, place))) await symlink(join(root, place), join(folder, place));
    }
    // Built already: the CLI's predeploy commands find nothing to do.
    const check = `node --import=file://${TSX} ${join(root, "ops", "check-deployment.ts")}`;
    const scripts = { "check:deployment": check, "build:functions": "true", "build:pages": "true" };
    await writeFile(join(folder, "package.json"), JSON.stringify({ name: "checkout", scripts }));
    return new Checkout(folder);
  }

  /** Variables for processes that work here; nobody's login is found. */
  get environment(): Record<string, string> {
    const home = join(this.folder, "home");
    return { HOME: home, XDG_CONFIG_HOME: home, GOOGLE_APPLICATION_CREDENTIALS: "" };
  }

  read(name: string): Promise<string> {
    return readFile(join(this.folder, name), "utf8");
  }

  /** Runs `ops/<name>.ts` here as npm does. */
  run(name: string, args: readonly string[], environment: Record<string, string>): Promise<Ran> {
    const script = join(root, "ops", `${name}.ts`);
    return this.#spawn([`--import=file://${TSX}`, script, ...args], environment);
  }

  /** Runs the Firebase CLI here. */
  firebase(args: readonly string[], environment: Record<string, string>): Promise<Ran> {
    return this.#spawn(
      [join(root, "node_modules", "firebase-tools", "lib", "bin", "firebase.js"), ...args],
      environment,
    );
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  #spawn(command: readonly string[], environment: Record<string, string>): Promise<Ran> {
    const child = spawn(process.execPath, command, {
      cwd: this.folder,
      env: { ...process.env, ...this.environment, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, output }));
    });
  }
}
