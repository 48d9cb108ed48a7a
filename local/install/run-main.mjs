import { requireNode } from "./require-node.mjs";

/**
 * Runs the `main` of a module in TypeScript, after what is missing has been installed. Plain old JavaScript, so that an
 * old Node can read it and say what is wrong.
 */
export function runMain(load) {
  requireNode();
  import("./install.mjs")
    .then((install) => install.installWhatIsMissing())
    .then(() => import("tsx/esm/api"))
    .then((tsx) => {
      tsx.register();
      return load();
    })
    .then((module) => module.main(process.argv.slice(2)))
    .catch((error) => {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    });
}
