/**
 * Makes the publishable package in `dist/`, or in the folder that is named:
 * `npm run build -w firestore-emulator && npm publish firestore-emulator/dist`.
 * In the repository itself nothing needs building: everything there runs from the sources.
 */
import { execFileSync } from "node:child_process";
import { copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import packageJson from "./package.json" with { type: "json" };

const here = import.meta.dirname;
const dist = resolve(process.argv[2] ?? join(here, "dist"));

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await bundle();
await declareTypes();
await writeManifest();
await copyFile(join(here, "README.md"), join(dist, "README.md"));
await copyFile(join(here, "..", "LICENSE"), join(dist, "LICENSE"));
await cp(join(here, "protos"), join(dist, "protos"), {
  recursive: true,
  filter: (path) => !path.endsWith(".ts"),
});

/** Our modules in a few files; packages stay outside. CommonJS once more, for what can only `require`, such as Jest. */
async function bundle(): Promise<void> {
  const common = {
    absWorkingDir: here,
    outdir: dist,
    bundle: true,
    platform: "node",
    target: "node20.19",
    packages: "external",
  } as const;
  const index = "src/index.ts";
  const entryPoints = { index, program: "src/program/main.ts" };
  await build({ ...common, entryPoints, splitting: true, format: "esm" });
  await build({ ...common, entryPoints: { index }, format: "cjs", outExtension: { ".js": ".cjs" } });
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
  // The same for who requires: TypeScript takes declarations for what the next package.json says they are.
  await cp(types, join(dist, "types-cjs"), { recursive: true });
  await writeFile(join(dist, "types-cjs", "package.json"), '{ "type": "commonjs" }\n');
}

async function writeManifest(): Promise<void> {
  const { name, version, description, license, type, engines, dependencies } = packageJson;
  const manifest = {
    ...{ name, version, description, license, type },
    exports: {
      ".": {
        import: { types: "./types/index.d.ts", default: "./index.js" },
        require: { types: "./types-cjs/index.d.ts", default: "./index.cjs" },
      },
    },
    bin: { "firestore-emulator": "program.js" },
    ...{ engines, dependencies },
  };
  await writeFile(join(dist, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
