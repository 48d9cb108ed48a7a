/**
 * In a package's folder, after `tsc`: the same modules for `require`, in dist/cjs, with their types. Run by `prepack` of
 * the packages that are published.
 */
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { transform } from "esbuild";

const dist = join(process.cwd(), "dist");
const cjs = join(dist, "cjs");
await mkdir(cjs, { recursive: true });
for (const file of await readdir(dist)) {
  if (file.endsWith(".d.ts")) await copyFile(join(dist, file), join(cjs, file));
  if (!file.endsWith(".js")) continue;
  const { code } = await transform(await readFile(join(dist, file), "utf8"), {
    format: "cjs",
    target: "es2020",
  });
  await writeFile(join(cjs, file), code);
}
// A package.json of their own says what these files are: the package's says that files are ES modules.
await writeFile(join(cjs, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
