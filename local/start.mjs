// `npm start`. Plain old JavaScript up to the version check, so that an old Node can read it and say what is wrong.
import { requireNode } from "./install/require-node.mjs";

requireNode();
import("./install/install.mjs")
  .then((install) => install.installWhatIsMissing())
  .then(() => import("tsx/esm/api"))
  .then((tsx) => {
    tsx.register();
    return import("./main.ts");
  })
  .then((runner) => runner.main(process.argv.slice(2)))
  .catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
