/**
 * Makes the publishable package in `dist/`: `npm run build -w firestore-emulator && npm publish firestore-emulator/dist`.
 * In the repository itself nothing needs building: everything there runs from the sources.
 */
import { execFileSync } from "node:child_process";
import { copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import packageJson from "./package.json" with { type: "json" };

const here = import.meta.dirname;
const dist = join(here, "dist");

await rm(dist, { recursive: true, force: true });
await mkdir(dist);
await bundle();
await declareTypes();
await writeManifest();
await copyFile(join(here, "README.md"), join(dist, "README.md"));
await copyFile(join(here, "..", "LICENSE"), join(dist, "LICENSE"));
await cp(join(here, "protos"), join(dist, "protos"), {
  recursive: true,
  filter: (path) => !path.endsWith(".ts"),
});

/** Our modules in a few files; packages stay outside. */
async function bundle(): Promise<void> {
  await build({
    absWorkingDir: here,
    entryPoints: { index: "src/index.ts", program: "src/program/main.ts" },
    outdir: "dist",
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    packages: "external",
  });
  const program = join(dist, "program.js");
  await writeFile(program, `#!/usr/bin/env node\n${await readFile(program, "utf8")}`, { mode: 0o755 });
}

/** Declarations for TypeScript; their imports must name what lies in the package. */
async function declareTypes(): Promise<void> {
  const types = join(dist, "types");
  const options = [
    "--noEmit",
    "false",
    "--declaration",
    "--emitDeclarationOnly",
    "--rootDir",
    "src",
    "--outDir",
    types,
  ];
  execFileSync("npx", ["tsc", "-p", "tsconfig.build.json", ...options], { cwd: here, stdio: "inherit" });
  for (const file of await readdir(types, { recursive: true })) {
    if (file.endsWith(".d.ts")) {
      const text = await readFile(join(types, file), "utf8");
      await writeFile(join(types, file), text.replace(/(from "\.[^"]*|import\("\.[^"]*)\.ts"/g, '$1.js"'));
    }
  }
}

async function writeManifest(): Promise<void> {
  const { name, version, description, license, type, engines, dependencies } = packageJson;
  const manifest = {
    ...{ name, version, description, license, type },
    exports: { ".": { types: "./types/index.d.ts", default: "./index.js" } },
    bin: { "firestore-emulator": "program.js" },
    ...{ engines, dependencies },
  };
  await writeFile(join(dist, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
