import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..", "..");

/**
 * What goes into the bundle: the contract, which is ours and private, and packages of many small ES modules. Opening those
 * one by one is a fifth of a cold start (`npm run bench -- api`).
 */
const BUNDLED = [
  "@livechat/",
  "zod",
  "hono",
  "@hono/node-server",
  "temporal-polyfill",
  "temporal-utils",
  "ipaddr.js",
  "bcryptjs",
];

/**
 * Bundles functions/src/index.ts into the one ES module functions/lib/index.js. Other npm packages are
 * not bundled: @google-cloud/tasks reads files beside its own source and fails at load from a bundle.
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
        name: "other npm packages stay outside",
        setup(builder) {
          builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === "entry-point" || BUNDLED.some((name) => path.startsWith(name))
              ? undefined
              : { path, external: true },
          );
        },
      },
    ],
  });
}
