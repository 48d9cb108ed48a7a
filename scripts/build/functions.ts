import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..", "..");

/** The contract is ours and private, so it goes into the bundle; whatever npm can install stays outside. */
const OUR_PACKAGES = ["@livechat/"];

/**
 * Bundles functions/src/index.ts into the one ES module functions/lib/index.js. npm packages are not bundled:
 * @google-cloud/tasks reads files beside its own source and fails at load from a bundle.
 */
export async function buildFunctions(): Promise<void> {
  await build({
    entryPoints: [join(root, "functions", "src", "index.ts")],
    outfile: join(root, "functions", "lib", "index.js"),
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "esm",
    sourcemap: "linked",
    logLevel: "warning",
    plugins: [
      {
        name: "npm packages stay outside",
        setup(builder) {
          builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === "entry-point" || OUR_PACKAGES.some((ours) => path.startsWith(ours))
              ? undefined
              : { path, external: true },
          );
        },
      },
    ],
  });
}
